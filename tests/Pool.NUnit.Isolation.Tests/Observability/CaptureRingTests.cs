using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class CaptureRingTests
{
    [TestCase(1)]
    [TestCase(16)]
    [TestCase(17)]
    [TestCase(40)]
    public void Newest_items_are_kept_in_their_order(int maxItems)
    {
        CaptureRing<int> ring = new(maxItems, long.MaxValue);
        for (int added = 1; added <= 100; added++)
        {
            ring.Add(added, 1);
            int kept = Math.Min(added, maxItems);
            ring.ToArray().ShouldBe(Enumerable.Range(added - kept + 1, kept));
            ring.Dropped.ShouldBe(added - kept);
        }
    }

    [Test]
    public void Large_items_push_out_as_many_as_they_need_the_room_of()
    {
        CaptureRing<string> ring = new(100, 10);
        ring.Add("a", 4);
        ring.Add("b", 4);
        ring.Add("c", 2);
        ring.Add("d", 5);
        ring.ToArray().ShouldBe(["c", "d"]);
        ring.Dropped.ShouldBe(2);
    }

    [Test]
    public void Item_larger_than_the_room_is_kept_alone()
    {
        CaptureRing<string> ring = new(100, 10);
        ring.Add("small", 1);
        ring.Add("large", 1000);
        ring.ToArray().ShouldBe(["large"]);
        ring.Add("small", 1);
        ring.ToArray().ShouldBe(["small"]);
    }
}
