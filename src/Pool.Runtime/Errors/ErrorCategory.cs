namespace Pool.Runtime.Errors;

/// <summary>Which part of the pool's work failed; with <see cref="ErrorSeverity"/> it selects the recovery.</summary>
public enum ErrorCategory
{
    /// <summary>A worker or the pool could not be started or was configured wrongly.</summary>
    Initialization,

    /// <summary>The worker process was lost.</summary>
    Connection,

    /// <summary>The worker and the pool did not understand each other.</summary>
    Communication,

    /// <summary>The call's deadline passed.</summary>
    Timeout,

    /// <summary>No worker, queue place or circuit was available.</summary>
    Resource,

    /// <summary>A worker failed its health check.</summary>
    HealthCheck,

    /// <summary>A session's state could not be kept.</summary>
    Session,

    /// <summary>The user's code in the worker raised an error.</summary>
    Worker,

    /// <summary>Anything that no recovery can change: wrong arguments, a disposed pool.</summary>
    System,
}
