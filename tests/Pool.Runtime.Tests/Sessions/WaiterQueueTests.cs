using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Sessions;
using Pool.Runtime.Sizing;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class WaiterQueueTests
{
    [Test]
    public void Whoever_comes_back_has_its_place_by_arrival()
    {
        var queue = new WaiterQueue();
        var (first, second, third) = (StubWaiter.WithTicket(1), StubWaiter.WithTicket(2), StubWaiter.WithTicket(3));
        queue.Add(second);
        queue.Add(third);
        queue.Add(first);

        (queue.TakeFirst(), queue.TakeFirst(), queue.TakeFirst(), queue.TakeFirst()).ShouldBe((first, second, third, null));
        queue.Count.ShouldBe(0);
    }

    [Test]
    public void Waiter_leaves_once_and_only_the_queue_that_it_is_in()
    {
        var (queue, other) = (new WaiterQueue(), new WaiterQueue());
        var waiter = StubWaiter.WithTicket(1);
        queue.Add(waiter);
        waiter.Queue.ShouldBeSameAs(queue);

        other.Remove(waiter).ShouldBeFalse();
        queue.Remove(waiter).ShouldBeTrue();
        queue.Remove(waiter).ShouldBeFalse();

        (waiter.Queue, queue.First, queue.Count).ShouldBe((null, null, 0));
    }

    [Test]
    public void It_is_a_list_sorted_by_ticket_whatever_happens([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var queue = new WaiterQueue();
        var model = new SortedDictionary<long, StubWaiter>();
        for (var i = 0; i < 3000; i++)
        {
            switch (random.Next(5))
            {
                case 0 when model.Count > 0:
                    queue.TakeFirst().ShouldBeSameAs(model.First().Value);
                    model.Remove(model.First().Key);
                    break;
                case 1 when model.Count > 0:
                    var leaver = model.ElementAt(random.Next(model.Count));
                    queue.Remove(leaver.Value).ShouldBeTrue();
                    model.Remove(leaver.Key);
                    break;
                default:
                    var ticket = random.NextInt64();
                    model.Add(ticket, StubWaiter.WithTicket(ticket));
                    queue.Add(model[ticket]);
                    break;
            }

            InOrder(queue).SequenceEqual(model.Values).ShouldBeTrue();
            queue.Count.ShouldBe(model.Count);
        }
    }

    [Test]
    public void Meter_hears_of_who_waits()
    {
        var time = new FakeTimeProvider();
        var meter = new QueueMeter(time);
        var queue = new WaiterQueue(meter);
        var waiter = StubWaiter.WithTicket(1);
        queue.Add(waiter);
        queue.Add(StubWaiter.WithTicket(2));
        time.Advance(TimeSpan.FromSeconds(1));
        queue.Remove(waiter);
        queue.Remove(waiter);
        time.Advance(TimeSpan.FromSeconds(1));

        meter.Take().ShouldBe(TimeSpan.FromSeconds(3));
    }

    private static List<Waiter> InOrder(WaiterQueue queue)
    {
        var waiters = new List<Waiter>();
        Waiter? last = null;
        for (var waiter = queue.First; waiter is not null; waiter = waiter.After)
        {
            if (waiter.Before != last)
                Assert.Fail("The way back is another than the way forth.");
            waiters.Add(last = waiter);
        }

        return waiters;
    }
}
