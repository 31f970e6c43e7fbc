namespace Pool.Runtime.Adapters;

/// <summary>What an in-process worker is told when it is made, and how it can be made to die.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class InProcessWorkerContext
{
    private readonly Action<string> _crash;

    internal InProcessWorkerContext(string poolName, string workerId, TimeProvider time, Action<string> crash)
    {
        PoolName = poolName;
        WorkerId = workerId;
        Time = time;
        _crash = crash;
    }

    /// <summary>Name of the pool.</summary>
    public string PoolName { get; }

    /// <summary>Id of the worker, unique in its pool.</summary>
    public string WorkerId { get; }

    /// <summary>The pool's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Ends the worker as a crash would: nothing is answered any more and the pool sees it go.</summary>
    /// <param name="reason">How the end is described in errors.</param>
    public void Crash(string reason) => _crash(reason);
}
