using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>What a circuit breaker has seen, at one moment. Totals count from its creation.</summary>
public sealed record CircuitBreakerStats
{
    /// <summary>State of the circuit.</summary>
    public required CircuitState State { get; init; }

    /// <summary>Results counted within the sampling duration, in this closed period.</summary>
    public required long WindowTotal { get; init; }

    /// <summary>Failures among <see cref="WindowTotal"/>.</summary>
    public required long WindowFailures { get; init; }

    /// <summary>Failures since the last success, in this closed period.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>Half-open probes under way.</summary>
    public required int ProbesUnderWay { get; init; }

    /// <summary>Calls that passed.</summary>
    public required long Entered { get; init; }

    /// <summary>Calls that were turned away.</summary>
    public required long Refused { get; init; }

    /// <summary>Successes that counted.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Failures that counted.</summary>
    public required long Failed { get; init; }

    /// <summary>Calls that ended without a verdict.</summary>
    public required long Abandoned { get; init; }

    /// <summary>Results that came too late to count, since the circuit had moved on.</summary>
    public required long Late { get; init; }

    /// <summary>Times the circuit opened, by failures or by request.</summary>
    public required long TimesOpened { get; init; }

    /// <summary>
    /// Subscribers of <see cref="CircuitBreaker.StateChanged"/> that threw; their exceptions are dropped.
    /// </summary>
    public required long FailedNotifications { get; init; }
}
