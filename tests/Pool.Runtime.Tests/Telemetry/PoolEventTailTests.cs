using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Tests.Telemetry;

internal sealed class PoolEventTailTests
{
    [TestCase(1)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(17)]
    [TestCase(50)]
    public void Last_events_are_kept_in_their_order(int capacity)
    {
        var tail = new PoolEventTail(capacity);
        for (var offered = 0; offered <= 120; offered++)
        {
            var kept = Math.Min(offered, capacity);
            tail.Read().Select(happened => happened.Sequence).ShouldBe(Enumerable.Range(offered - kept + 1, kept).Select(each => (long)each));
            tail.Offer(new PoolEvent.WaiterQueued(1) { Sequence = offered + 1 });
        }
    }
}
