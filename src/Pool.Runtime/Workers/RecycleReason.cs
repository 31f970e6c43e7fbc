namespace Pool.Runtime.Workers;

/// <summary>Why a worker in good order was replaced.</summary>
public enum RecycleReason
{
    /// <summary>It reached <see cref="PoolOptions.MaxWorkerAge"/>.</summary>
    Age,

    /// <summary>It answered <see cref="PoolOptions.MaxWorkerRequests"/> requests.</summary>
    Requests,

    /// <summary>Its process took more than <see cref="PoolOptions.MaxWorkerMemoryBytes"/>.</summary>
    Memory,

    /// <summary>The pool was cleared.</summary>
    Cleared,
}
