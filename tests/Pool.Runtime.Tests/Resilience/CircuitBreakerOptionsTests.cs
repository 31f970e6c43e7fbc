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
}
