using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Adapters;

internal sealed class CoarseTimestampsTests
{
    [Test]
    public void Coarse_timestamp_of_the_systemsclock_lies_shortly_before_the_fine_one()
    {
        var time = TimeProvider.System;
        for (var i = 0; i < 1000; i++)
        {
            var before = time.GetTimestamp();
            var coarse = time.GetCoarseTimestamp();
            var after = time.GetTimestamp();

            coarse.ShouldBeLessThanOrEqualTo(after);
            // A tick of the slowest kernel there is, 100 Hz, and the millisecond to which it is cut.
            time.GetElapsedTime(coarse, before).ShouldBeLessThan(TimeSpan.FromMilliseconds(12));
        }
    }

    [Test]
    public void Coarse_timestamp_of_any_otherclock_is_its_own()
    {
        var clock = new FakeTimeProvider();
        clock.Advance(TimeSpan.FromTicks(12_345));

        clock.GetCoarseTimestamp().ShouldBe(clock.GetTimestamp());
    }
}
