using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class TimeProviderTimestampsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Span_is_added_in_the_clocks_own_unit_and_rounded_up()
    {
        _clock.After(100, TimeSpan.FromSeconds(2)).ShouldBe(100 + (2 * _clock.TimestampFrequency));
        new Halves().After(7, TimeSpan.FromSeconds(0.6)).ShouldBe(9);
    }

    [Test]
    public void Sum_beyond_the_last_timestamp_is_the_last_one()
    {
        _clock.After(long.MaxValue - 5, TimeSpan.FromDays(1)).ShouldBe(long.MaxValue);
        _clock.After(0, TimeSpan.MaxValue).ShouldBeLessThanOrEqualTo(long.MaxValue);
        _clock.After(100, TimeSpan.MaxValue).ShouldBe(long.MaxValue);
    }

    private sealed class Halves : TimeProvider
    {
        public override long TimestampFrequency => 2;
    }
}
