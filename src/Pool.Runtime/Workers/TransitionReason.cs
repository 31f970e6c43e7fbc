namespace Pool.Runtime.Workers;

/// <summary>Why a worker moved from one state to another.</summary>
public enum TransitionReason
{
    /// <summary>It said hello and answered its first ping.</summary>
    InitComplete,

    /// <summary>It was handed to a call.</summary>
    Checkout,

    /// <summary>It was given back in good order.</summary>
    CheckinSuccess,

    /// <summary>It was given back after a failure that does not condemn it.</summary>
    CheckinError,

    /// <summary>A health check failed.</summary>
    HealthCheckFailed,

    /// <summary>Its health is restored.</summary>
    HealthRestored,

    /// <summary>The pool ends it in good order.</summary>
    Shutdown,

    /// <summary>It ended by itself: a crash, an exit, a closed stream.</summary>
    Crash,

    /// <summary>It sent what the protocol forbids.</summary>
    ProtocolViolation,

    /// <summary>It did not answer within the deadline.</summary>
    Timeout,

    /// <summary>The caller of its command gave up.</summary>
    Cancelled,

    /// <summary>Its lease was not given back in time, and leaks are reclaimed.</summary>
    Leaked,

    /// <summary>It could not be started.</summary>
    StartFailed,

    /// <summary>Its end was observed.</summary>
    Exited,

    /// <summary>It reached <see cref="PoolOptions.MaxWorkerAge"/>.</summary>
    AgeLimit,

    /// <summary>It answered <see cref="PoolOptions.MaxWorkerRequests"/> requests.</summary>
    RequestLimit,

    /// <summary>Its process took more than <see cref="PoolOptions.MaxWorkerMemoryBytes"/>.</summary>
    MemoryLimit,

    /// <summary>It was older than the last clearing of the pool.</summary>
    Cleared,

    /// <summary>The pool has one more than it needs: an idle overflow worker, or one too many after a shrink.</summary>
    Retired,
}
