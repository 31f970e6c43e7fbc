using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class ExpiryQueueTests
{
    [Test]
    public void First_is_who_is_due_first_and_of_those_due_together_who_came_first()
    {
        var queue = new ExpiryQueue();
        var (late, early, first, second) = (new StubWaiter(), new StubWaiter(), new StubWaiter(), new StubWaiter());
        queue.Add(late, 30);
        queue.Add(first, 20);
        queue.Add(early, 10);
        queue.Add(second, 20);

        InOrder(queue).ShouldBe([early, first, second, late]);
        (early.IsTimed, early.DueAt).ShouldBe((true, 10));
    }

    [Test]
    public void What_was_taken_out_is_timed_no_more_and_can_be_added_again()
    {
        var queue = new ExpiryQueue();
        var (one, other) = (new StubWaiter(), new StubWaiter());
        queue.Add(one, 10);
        queue.Add(other, 20);

        queue.Remove(one);
        queue.Remove(one);

        one.IsTimed.ShouldBeFalse();
        InOrder(queue).ShouldBe([other]);
        queue.Add(one, 30);
        InOrder(queue).ShouldBe([other, one]);
        queue.Remove(other);
        queue.Remove(one);
        queue.First.ShouldBeNull();
    }

    [Test]
    public void It_is_a_list_sorted_by_time_whatever_happens([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var queue = new ExpiryQueue();
        var model = new List<StubWaiter>();
        for (var i = 0; i < 3000; i++)
        {
            if (model.Count > 0 && random.Next(20) < 9)
            {
                var leaver = model[random.Next(model.Count)];
                model.Remove(leaver);
                queue.Remove(leaver);
            }
            else
            {
                var added = new StubWaiter();
                var dueAt = random.Next(20);
                var place = model.FindIndex(waiter => waiter.DueAt > dueAt);
                model.Insert(place < 0 ? model.Count : place, added);
                queue.Add(added, dueAt);
            }

            InOrder(queue).SequenceEqual(model).ShouldBeTrue();
        }
    }

    // Walks both ways, since both are used.
    private static List<Waiter> InOrder(ExpiryQueue queue)
    {
        var forth = new List<Waiter>();
        Waiter? last = null;
        for (var waiter = queue.First; waiter is not null; waiter = waiter.DueAfter)
        {
            if (waiter.DueBefore != last)
                Assert.Fail("The way back is another than the way forth.");
            forth.Add(last = waiter);
        }

        return forth;
    }
}
