namespace Pool.Runtime.Errors;

/// <summary>The circuit breaker turned the call away; nothing was sent.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class CircuitOpenException : PoolException
{
    internal CircuitOpenException(
        PoolErrorContext context, CircuitState state, TimeSpan? retryAfter, Exception? lastFailure = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor, IsTransient: state != CircuitState.Isolated),
            Explain(state, retryAfter),
            lastFailure)
    {
        State = state;
        RetryAfter = retryAfter;
    }

    /// <summary>State of the circuit when it refused the call.</summary>
    public CircuitState State { get; }

    /// <summary>
    /// Time after which a call may pass again; null when no time is known (Isolated, or probes under way).
    /// </summary>
    public TimeSpan? RetryAfter { get; }

    private static string Explain(CircuitState state, TimeSpan? retryAfter) => state switch
    {
        CircuitState.Isolated => "The circuit is isolated by hand. Close it when calls may pass again.",
        CircuitState.HalfOpen =>
            "The circuit is half-open and its probes are under way. Call again when they have ended.",
        _ => "The circuit is open because too many calls failed. " +
            (retryAfter is { } wait ? $"Call again in {ErrorText.Of(wait)}" : "Call again later") +
            ", and find out why they failed.",
    };
}
