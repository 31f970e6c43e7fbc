using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolResizeTests
{
    [Test]
    public async Task Growing_returns_when_the_new_workers_are_ready()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        var events = scripted.Pool.ObserveAsync();

        await scripted.Pool.ResizeAsync(5);

        var stats = scripted.Pool.GetStats();
        (stats.Size, stats.Ready, stats.Counters.Restarts).ShouldBe((5, 5, 0));
        var resized = (PoolEvent.PoolResized)await events.FirstAsync(happened => happened is PoolEvent.PoolResized);
        (resized.From, resized.To, resized.IsBySizing).ShouldBe((2, 5, false));
    }

    [Test]
    public async Task Shrinking_retires_the_worker_that_was_idle_for_longest()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3 }, time);
        var held = new[] { await scripted.HoldAsync(), await scripted.HoldAsync(), await scripted.HoldAsync() };
        foreach (var (call, worker) in held)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            worker.Release.SetResult();
            await call;
        }

        await scripted.Pool.ResizeAsync(1);

        var stats = await scripted.ReachAsync(stats => stats.Workers.Count == 1);
        stats.Workers[0].WorkerId.ShouldBe(held[2].Worker.Context.WorkerId);
        (stats.Size, stats.Counters.Losses, stats.Counters.Recycles).ShouldBe((1, 0, 0));
        scripted.Pool.GetWorkerHistory(held[0].Worker.Context.WorkerId).Select(move => move.Reason)
            .TakeLast(2).ShouldBe([TransitionReason.Retired, TransitionReason.Exited]);
    }

    [Test]
    public async Task Busy_worker_too_many_finishes_its_call_and_goes()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        var (first, a) = await scripted.HoldAsync();
        var (second, b) = await scripted.HoldAsync();

        await scripted.Pool.ResizeAsync(1);
        scripted.Pool.GetStats().Busy.ShouldBe(2);
        a.Release.SetResult();
        await first;
        await scripted.ReachAsync(stats => stats.Workers.Count == 1);
        b.Release.SetResult();
        await second;

        scripted.Pool.GetStats().Workers.ShouldHaveSingleItem().WorkerId.ShouldBe(b.Context.WorkerId);
    }

    [Test]
    public async Task Growing_again_keeps_the_workers_that_were_to_go()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        var (first, a) = await scripted.HoldAsync();
        var (second, b) = await scripted.HoldAsync();
        await scripted.Pool.ResizeAsync(1);

        await scripted.Pool.ResizeAsync(2);
        a.Release.SetResult();
        b.Release.SetResult();
        await Task.WhenAll(first, second);

        var stats = await scripted.ReachAsync(stats => stats.Ready == 2);
        (stats.Workers.Count, stats.Counters.Starts).ShouldBe((2, 2));
    }

    [Test]
    public async Task Only_home_of_a_session_stays_until_the_session_ends()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxJournalEntries = 0, OverflowIdleTimeout = TimeSpan.FromSeconds(5) }, time);
        var held = new[] { await scripted.HoldAsync("a"), await scripted.HoldAsync("b") };
        foreach (var (call, worker) in held)
        {
            worker.Release.SetResult();
            await call;
        }

        await scripted.Pool.ExecuteAsync("a", "append", new { item = "x" });
        await scripted.Pool.ExecuteAsync("b", "append", new { item = "x" });

        await scripted.Pool.ResizeAsync(1);
        scripted.Pool.GetStats().Ready.ShouldBe(2);
        await scripted.Pool.EndSessionAsync("b");
        time.Advance(TimeSpan.FromSeconds(5));

        var stats = await scripted.ReachAsync(stats => stats.Workers.Count == 1);
        stats.Workers[0].WorkerId.ShouldBe(held[0].Worker.Context.WorkerId);
        (await scripted.Pool.ExecuteAsync<string[]>("a", "list")).ShouldBe(["x"]);
    }

    [Test]
    public async Task Worker_that_does_not_start_fails_the_growth_and_the_pool_goes_on_trying()
    {
        var time = new FakeTimeProvider();
        var refuse = false;
        var adapter = new InMemoryAdapter(context =>
            Volatile.Read(ref refuse) ? throw new InvalidOperationException("not now") : new ScriptedWorker(context));
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, adapter, new SessionPoolServices { Time = time, Seed = 1 });
        Volatile.Write(ref refuse, true);

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await pool.ResizeAsync(2));

        error.Message.ShouldContain("not now");
        pool.GetStats().Size.ShouldBe(2);
        Volatile.Write(ref refuse, false);
        time.Advance(TimeSpan.FromMilliseconds(125));
        await pool.ReachAsync(stats => stats.Ready == 2);
    }

    [Test]
    public async Task Caller_who_stops_waiting_leaves_the_new_size()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await scripted.Pool.ResizeAsync(3, new CancellationToken(canceled: true)));

        await scripted.ReachAsync(stats => stats is { Size: 3, Ready: 3 });
    }

    [Test]
    public async Task Lazy_pool_grows_when_callers_need_it()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, LazyStart = true });

        await scripted.Pool.ResizeAsync(2);
        scripted.Pool.GetStats().Workers.ShouldBeEmpty();
        var calls = Enumerable.Range(0, 8).Select(_ => scripted.Pool.ExecuteAnonymousAsync("who").AsTask()).ToList();
        await Task.WhenAll(calls);

        scripted.Workers.Count.ShouldBeInRange(1, 2);
        scripted.Pool.GetStats().Size.ShouldBe(2);
    }

    [TestCase(0)]
    [TestCase(10_001)]
    public async Task Size_out_of_range_is_refused(int size)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await scripted.Pool.ResizeAsync(size));
        scripted.Pool.GetStats().Size.ShouldBe(1);
    }

    [TestCase(1)]
    [TestCase(5)]
    public async Task Size_outside_the_bounds_of_sizing_is_refused(int size)
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, Sizing = new SizingOptions { MinSize = 2, MaxSize = 4 } });

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await scripted.Pool.ResizeAsync(size));
    }

    [Test]
    public async Task Tolerated_losses_grow_with_the_pool()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, script: worker => worker.CrashOn("act"));
        await scripted.Pool.ResizeAsync(3);

        for (var i = 0; i < 25; i++)
        {
            await Should.ThrowAsync<PoolException>(async () => await scripted.Pool.ExecuteAnonymousAsync("act"));
            await scripted.Pool.WaitUntilReadyAsync(3, TimeSpan.FromSeconds(30));
        }

        scripted.Pool.GetStats().State.ShouldBe(PoolState.Running);
    }
}
