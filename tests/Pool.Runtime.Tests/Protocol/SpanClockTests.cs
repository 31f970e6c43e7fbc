using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class SpanClockTests
{
    [Test]
    public void Span_begins_with_its_clock_and_lasts_until_it_is_stopped_in_microseconds()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(2));
        var span = new SpanClock(clock, "add");

        clock.Advance(TimeSpan.FromMilliseconds(1.5));

        span.Stop().ShouldBe(new WorkerSpan(2_000_000, 1500, "add"));
    }

    [Test]
    public void Clock_before_1970_counts_as_its_first_moment() =>
        new SpanClock(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(-1)), "add").Stop().ShouldBe(new WorkerSpan(0, 0, "add"));
}
