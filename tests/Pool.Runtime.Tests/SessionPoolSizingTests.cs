using Microsoft.Extensions.Time.Testing;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolSizingTests
{
    private static readonly SizingOptions Sizing = new()
    {
        MinSize = 1,
        MaxSize = 8,
        Interval = TimeSpan.FromSeconds(5),
        TargetUtilization = 0.5,
        ShrinkAfter = 2,
    };

    private static readonly PoolOptions Options = new()
    {
        Size = 2,
        Sizing = Sizing,
        QueueTimeout = TimeSpan.FromDays(1),
        CommandTimeout = TimeSpan.FromDays(1),
        HealthCheckInterval = TimeSpan.Zero,
    };

    [Test]
    public async Task Pool_grows_for_callers_who_wait_and_shrinks_slowly_when_they_are_gone()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time);
        var events = scripted.Pool.ObserveAsync();
        var calls = Enumerable.Range(0, 6).Select(_ => scripted.Pool.ExecuteAnonymousAsync("hold").AsTask()).ToList();

        // Two busy and four waiting for all of the time: (2 + 4) / 0.5 = 12, of which 4 more than 2 may be added at once.
        time.Advance(Sizing.Interval);
        var stats = await scripted.ReachAsync(stats => stats is { Busy: 6, Initializing: 0, QueueDepth: 0 });
        stats.Size.ShouldBe(6);
        foreach (var worker in scripted.Workers)
            worker.Release.TrySetResult();
        await Task.WhenAll(calls);

        // One more look at what was, with all six busy a part of the time only, then two votes for each worker less.
        for (var size = 6; size > 1; size = scripted.Pool.GetStats().Size)
        {
            time.Advance(Sizing.Interval);
            scripted.Pool.GetStats().Size.ShouldBeGreaterThanOrEqualTo(size - 1);
            await scripted.ReachAsync(stats => stats.Terminating == 0 && stats.Workers.Count == stats.Size);
        }

        var sizes = await events.OfType<PoolEvent.PoolResized>().Take(6).Select(resized => (resized.To, resized.IsBySizing)).ToListAsync();
        sizes.ShouldBe([(6, true), (5, true), (4, true), (3, true), (2, true), (1, true)]);
        time.Advance(Sizing.Interval * 10);
        (await scripted.Pool.ExecuteAnonymousAsync("who")).Attempts.ShouldBe(1);
        scripted.Pool.GetStats().ShouldSatisfyAllConditions(each => each.Size.ShouldBe(1), each => each.Counters.Losses.ShouldBe(0));
    }

    [Test]
    public async Task Time_that_a_call_takes_counts_before_it_ends()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time);
        var (first, a) = await scripted.HoldAsync();
        var (second, b) = await scripted.HoldAsync();

        time.Advance(Sizing.Interval);

        // Both are busy and nobody waits: 2 / 0.5.
        await scripted.ReachAsync(stats => stats is { Size: 4, Ready: 2, Busy: 2 });
        a.Release.SetResult();
        b.Release.SetResult();
        await Task.WhenAll(first, second);
    }

    [Test]
    public async Task Waiting_for_a_sessions_turn_is_no_reason_to_grow()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time);
        var (held, worker) = await scripted.HoldAsync("s");
        var waiting = Enumerable.Range(0, 20).Select(number => scripted.Pool.ExecuteAsync("s", "echo", number).AsTask()).ToList();

        time.Advance(Sizing.Interval);

        scripted.Pool.GetStats().Size.ShouldBe(2);
        worker.Release.SetResult();
        await held;
        await Task.WhenAll(waiting);
    }

    [Test]
    public async Task Size_set_by_hand_is_where_sizing_goes_on_from()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time);
        time.Advance(Sizing.Interval);
        await scripted.Pool.ResizeAsync(5);

        time.Advance(Sizing.Interval);
        scripted.Pool.GetStats().Size.ShouldBe(5);
        time.Advance(Sizing.Interval);

        scripted.Pool.GetStats().Size.ShouldBe(4);
    }
}
