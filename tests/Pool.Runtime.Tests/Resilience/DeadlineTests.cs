using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class DeadlineTests
{
    [Test]
    public void Remaining_falls_with_the_clock_and_stops_at_zero()
    {
        var clock = new FakeTimeProvider();
        var deadline = new Deadline(clock, TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(1.5));
        deadline.Remaining.ShouldBe(TimeSpan.FromSeconds(0.5));
        deadline.HasPassed.ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(0.5));
        deadline.Remaining.ShouldBe(TimeSpan.Zero);
        deadline.HasPassed.ShouldBeTrue();

        clock.Advance(TimeSpan.FromSeconds(9));
        deadline.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Test]
    public void Infinite_deadline_never_passes()
    {
        var clock = new FakeTimeProvider();
        var deadline = new Deadline(clock, Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromDays(1000));

        deadline.HasPassed.ShouldBeFalse();
        deadline.Remaining.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Test]
    public void End_is_a_timestamp_of_the_clock()
    {
        var clock = new FakeTimeProvider();
        var deadline = new Deadline(clock, TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(2));

        deadline.EndsAt.ShouldBe(clock.GetTimestamp());
        new Deadline(clock, Timeout.InfiniteTimeSpan).EndsAt.ShouldBe(long.MaxValue);
    }
}
