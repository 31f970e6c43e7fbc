using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class LogQueueTests
{
    [Test]
    public async Task Entries_are_written_in_order_by_one_loop_at_a_time()
    {
        var loops = new Queue<Func<Task>>();
        var queue = new LogQueue(loops.Enqueue);
        var written = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var entry = i;
            queue.Add(() => written.Add(entry));
        }

        written.ShouldBeEmpty();
        await loops.ShouldHaveSingleItem()();

        written.ShouldBe([0, 1, 2]);
        queue.Add(() => written.Add(3));
        loops.Count.ShouldBe(2);
    }

    [Test]
    public async Task Logger_that_throws_loses_its_own_entry_alone()
    {
        Func<Task>? loop = null;
        var queue = new LogQueue(start => loop = start);
        var written = new List<int>();
        queue.Add(() => throw new InvalidTimeZoneException());
        queue.Add(() => written.Add(1));

        await loop!();

        written.ShouldBe([1]);
    }

    [Test]
    public async Task Entry_that_adds_another_is_followed_by_it()
    {
        var loops = new List<Func<Task>>();
        var queue = new LogQueue(loops.Add);
        var written = new List<int>();
        queue.Add(() => queue.Add(() => written.Add(2)));

        await loops[0]();

        (loops.Count, written.Count).ShouldBe((1, 1));
    }
}
