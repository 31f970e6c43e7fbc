namespace Pool.Runtime.Resilience;

/// <summary>
/// Proof that a call passed the circuit. Give it back exactly once, to <see cref="CircuitBreaker.Record"/> or
/// <see cref="CircuitBreaker.Abandon"/>; the default value counts for nothing.
/// </summary>
public readonly record struct CircuitPermit
{
    internal CircuitPermit(long generation, long probeTicket) => (Generation, ProbeTicket) = (generation, probeTicket);

    /// <summary>Whether the call is a half-open probe, on which the circuit's next state depends.</summary>
    public bool IsProbe => ProbeTicket != 0;

    // A generation is the time between two moves; the result of an earlier one says nothing about the present.
    internal long Generation { get; }

    internal long ProbeTicket { get; }
}
