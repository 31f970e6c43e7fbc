using Pool.Runtime.Errors;
using E = Pool.Runtime.Resilience.CircuitEvent;
using S = Pool.Runtime.Errors.CircuitState;

namespace Pool.Runtime.Resilience.Circuits;

/// <summary>The whole state machine of a circuit, without clock or lock.</summary>
internal static class CircuitTransitions
{
    /// <exception cref="InvalidOperationException">The event cannot happen in this state.</exception>
    public static CircuitState Next(CircuitState from, CircuitEvent on) => (from, on) switch
    {
        (S.Closed, E.FailuresExceeded) => S.Open,
        (S.Open, E.BreakElapsed) => S.HalfOpen,
        (S.HalfOpen, E.ProbeFailed) => S.Open,
        (S.HalfOpen, E.ProbesSucceeded) => S.Closed,
        (S.Isolated, E.OpenRequested) => S.Isolated,
        (_, E.OpenRequested) => S.Open,
        (_, E.IsolateRequested) => S.Isolated,
        (_, E.CloseRequested) => S.Closed,
        _ => throw new InvalidOperationException($"A circuit that is {from} cannot handle {on}."),
    };
}
