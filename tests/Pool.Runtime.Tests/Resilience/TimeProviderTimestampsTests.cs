using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class TimeProviderTimestampsTests
{
    [Test]
    public void Span_is_counted_in_the_clocks_own_ticks()
    {
        var clock = new CoarseClock();

        clock.After(5, TimeSpan.FromSeconds(2)).ShouldBe(5 + 20);
        clock.After(5, TimeSpan.Zero).ShouldBe(5);
    }

    [Test]
    public void Part_of_a_tick_is_rounded_up_so_that_nothing_is_due_too_early() =>
        new CoarseClock().After(0, TimeSpan.FromMilliseconds(101)).ShouldBe(2);

    [TestCase(0L)]
    [TestCase(long.MaxValue - 10)]
    [TestCase(long.MaxValue)]
    public void Beyond_the_last_timestamp_is_the_last(long timestamp) =>
        new FakeTimeProvider().After(timestamp, TimeSpan.MaxValue).ShouldBe(timestamp == 0 ? TimeSpan.MaxValue.Ticks : long.MaxValue);

    [Test]
    public void Deadline_ends_at_its_start_and_budget()
    {
        var clock = new FakeTimeProvider();
        var deadline = new Deadline(clock, TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(1));

        deadline.EndsAt.ShouldBe(clock.After(clock.GetTimestamp(), TimeSpan.FromSeconds(2)));
        (deadline.Elapsed, deadline.Budget, deadline.IsInfinite).ShouldBe((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), false));
        new Deadline(clock, Timeout.InfiniteTimeSpan).EndsAt.ShouldBe(long.MaxValue);
    }

    private sealed class CoarseClock : TimeProvider
    {
        public override long TimestampFrequency => 10;
    }
}
