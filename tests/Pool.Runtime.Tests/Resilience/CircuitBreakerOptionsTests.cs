using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class CircuitBreakerOptionsTests
{
    [Test]
    public void Defaults_are_valid() => Should.NotThrow(() => new CircuitBreakerOptions().Validated());

    [Test]
    public void Every_wrong_value_is_reported_at_once()
    {
        var options = new CircuitBreakerOptions
        {
            FailureRatio = double.NaN,
            MinimumThroughput = 0,
            SamplingDuration = TimeSpan.Zero,
            ConsecutiveFailures = 0,
            BreakDuration = Timeout.InfiniteTimeSpan,
            HalfOpenProbes = 65,
            HalfOpenSuccesses = 0,
        };

        var error = Should.Throw<PoolOptionsException>(() => new CircuitBreaker(options, new FakeTimeProvider(), "c"));

        error.InvalidOptions.Select(option => option.Name).ShouldBe(
            typeof(CircuitBreakerOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
    }

    [Test]
    public void Ends_of_every_range_are_allowed([ValueSource(nameof(AtTheEnds))] CircuitBreakerOptions options) =>
        Should.NotThrow(options.Validated);

    [Test]
    public void Nothing_beyond_the_ends_is_allowed([ValueSource(nameof(BeyondTheEnds))] CircuitBreakerOptions options) =>
        Should.Throw<PoolOptionsException>(options.Validated).InvalidOptions.ShouldHaveSingleItem();

    private static IEnumerable<CircuitBreakerOptions> AtTheEnds() =>
    [
        new() { FailureRatio = double.Epsilon },
        new() { FailureRatio = 1 },
        new() { MinimumThroughput = 1 },
        new() { SamplingDuration = TimeSpan.FromMilliseconds(10) },
        new() { SamplingDuration = TimeSpan.FromDays(1) },
        new() { ConsecutiveFailures = 1 },
        new() { BreakDuration = TimeSpan.FromTicks(1) },
        new() { BreakDuration = TimeSpan.FromDays(1) },
        new() { HalfOpenProbes = 1 },
        new() { HalfOpenProbes = 64 },
        new() { HalfOpenSuccesses = 1 },
    ];

    private static IEnumerable<CircuitBreakerOptions> BeyondTheEnds() =>
    [
        new() { FailureRatio = 0 },
        new() { FailureRatio = Math.BitIncrement(1.0) },
        new() { MinimumThroughput = 0 },
        new() { SamplingDuration = TimeSpan.FromMilliseconds(10) - TimeSpan.FromTicks(1) },
        new() { SamplingDuration = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        new() { ConsecutiveFailures = 0 },
        new() { BreakDuration = TimeSpan.Zero },
        new() { BreakDuration = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        new() { HalfOpenProbes = 0 },
        new() { HalfOpenProbes = 65 },
        new() { HalfOpenSuccesses = 0 },
    ];
}
