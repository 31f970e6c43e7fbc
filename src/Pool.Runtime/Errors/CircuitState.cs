namespace Pool.Runtime.Errors;

/// <summary>State of a circuit breaker.</summary>
public enum CircuitState
{
    /// <summary>Every call passes and its result is counted.</summary>
    Closed,

    /// <summary>No call passes until the break is over.</summary>
    Open,

    /// <summary>A few probes pass; their results decide what comes next.</summary>
    HalfOpen,

    /// <summary>No call passes until somebody closes the circuit by hand.</summary>
    Isolated,
}
