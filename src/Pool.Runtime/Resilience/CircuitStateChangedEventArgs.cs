using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>One move of a circuit.</summary>
public sealed class CircuitStateChangedEventArgs : EventArgs
{
    internal CircuitStateChangedEventArgs(CircuitState from, CircuitState to, CircuitEvent cause) =>
        (From, To, Cause) = (from, to, cause);

    /// <summary>State before.</summary>
    public CircuitState From { get; }

    /// <summary>State after; never the same.</summary>
    public CircuitState To { get; }

    /// <summary>What moved it.</summary>
    public CircuitEvent Cause { get; }
}
