namespace Pool.Runtime.Resilience;

/// <summary>What can move a circuit from one state to another.</summary>
public enum CircuitEvent
{
    /// <summary>The failure ratio or the run of consecutive failures reached its limit.</summary>
    FailuresExceeded,

    /// <summary>Somebody opened the circuit without waiting for more failures.</summary>
    OpenRequested,

    /// <summary>The break is over and a call arrived.</summary>
    BreakElapsed,

    /// <summary>A half-open probe failed.</summary>
    ProbeFailed,

    /// <summary>Enough half-open probes succeeded.</summary>
    ProbesSucceeded,

    /// <summary>Somebody isolated the circuit by hand.</summary>
    IsolateRequested,

    /// <summary>Somebody closed the circuit by hand.</summary>
    CloseRequested,
}
