using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>When a circuit opens, for how long, and what closes it again.</summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>
    /// Share of failed calls within <see cref="SamplingDuration"/> that opens the circuit. Default 0.5; above 0, at
    /// most 1.
    /// </summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>
    /// Calls within <see cref="SamplingDuration"/> below which the ratio is not judged. Default 20; at least 1.
    /// </summary>
    public int MinimumThroughput { get; init; } = 20;

    /// <summary>How far back calls are counted. Default 30 s; at least 10 ms, at most one day.</summary>
    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row that open the circuit whatever the ratio. Default null (off); at least 1.</summary>
    public int? ConsecutiveFailures { get; init; }

    /// <summary>How long an open circuit lets nothing pass. Default 5 s; above zero, at most one day.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls that may be under way at once while half-open. Default 1; 1 to 64.</summary>
    public int HalfOpenProbes { get; init; } = 1;

    /// <summary>
    /// Probes that must succeed to close the circuit; may exceed <see cref="HalfOpenProbes"/>. Default 1; at least 1.
    /// </summary>
    public int HalfOpenSuccesses { get; init; } = 1;

    internal CircuitBreakerOptions Validated()
    {
        var aDay = TimeSpan.FromDays(1);
        new OptionsCheck(nameof(CircuitBreakerOptions))
            .Require(FailureRatio is > 0 and <= 1, nameof(FailureRatio), FailureRatio, "above 0 and at most 1")
            .Require(MinimumThroughput >= 1, nameof(MinimumThroughput), MinimumThroughput, "at least 1")
            .Require(
                SamplingDuration >= TimeSpan.FromMilliseconds(10) && SamplingDuration <= aDay,
                nameof(SamplingDuration),
                SamplingDuration,
                "from 10 ms to one day")
            .Require(
                ConsecutiveFailures is null or >= 1,
                nameof(ConsecutiveFailures),
                ConsecutiveFailures,
                "null or at least 1")
            .Require(
                BreakDuration > TimeSpan.Zero && BreakDuration <= aDay,
                nameof(BreakDuration),
                BreakDuration,
                "above zero and at most one day")
            .Require(HalfOpenProbes is >= 1 and <= 64, nameof(HalfOpenProbes), HalfOpenProbes, "from 1 to 64")
            .Require(HalfOpenSuccesses >= 1, nameof(HalfOpenSuccesses), HalfOpenSuccesses, "at least 1")
            .ThrowIfInvalid();
        return this;
    }
}
