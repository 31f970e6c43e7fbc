using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Sizing;

namespace Pool.Runtime.Tests.Sizing;

internal sealed class QueueMeterTests
{
    [Test]
    public void Waits_of_all_callers_add_up()
    {
        var time = new FakeTimeProvider();
        var meter = new QueueMeter(time);
        meter.Entered();
        time.Advance(TimeSpan.FromSeconds(1));
        meter.Entered();
        time.Advance(TimeSpan.FromSeconds(2));
        meter.Left();
        time.Advance(TimeSpan.FromSeconds(4));
        meter.Left();
        time.Advance(TimeSpan.FromSeconds(8));

        meter.Take().ShouldBe(TimeSpan.FromSeconds(3 + 6));
    }

    [Test]
    public void Those_who_still_wait_count_up_to_now_and_from_now_on()
    {
        var time = new FakeTimeProvider();
        var meter = new QueueMeter(time);
        meter.Entered();
        time.Advance(TimeSpan.FromSeconds(5));
        meter.Take().ShouldBe(TimeSpan.FromSeconds(5));

        time.Advance(TimeSpan.FromSeconds(2));

        meter.Take().ShouldBe(TimeSpan.FromSeconds(2));
        meter.Take().ShouldBe(TimeSpan.Zero);
    }
}
