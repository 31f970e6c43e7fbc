namespace Pool.Runtime.Resilience;

/// <summary>What to do about a failed attempt.</summary>
public enum RecoveryStrategy
{
    /// <summary>Try again at once; further retries wait a little longer each time.</summary>
    RetryNow,

    /// <summary>Wait, then try again.</summary>
    BackOff,

    /// <summary>
    /// Try again at once on another worker. The result always comes from a worker, never from a substitute.
    /// </summary>
    FailOver,

    /// <summary>Open the circuit and report the failure.</summary>
    OpenCircuit,

    /// <summary>Report the failure.</summary>
    Abandon,
}
