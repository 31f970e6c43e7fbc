using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Telemetry;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What becomes of workers, starts and those who watch when a pool drains or is disposed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolClosingTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly WatchedTime _time = new();
    private readonly EntryLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Two_who_drain_at_the_same_time_are_both_told_when_the_last_call_is_over()
    {
        await using var pool = await StartAsync(new HeldStartAdapter());
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var first = pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();
        var second = pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        await lease.DisposeAsync();

        (await first, await second).ShouldBe((true, true));
    }

    [Test]
    public async Task Two_who_drain_at_the_same_time_are_both_told_when_the_last_worker_is_gone()
    {
        var worker = Reciting();
        await using var pool = await StartAsync(new GivenAdapter(worker));
        var first = pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();
        var second = pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();
        (first.IsCompleted, second.IsCompleted).ShouldBe((false, false));

        End(worker);

        (await first, await second).ShouldBe((true, true));
    }

    [Test]
    public async Task Degraded_worker_is_ended_by_a_drain()
    {
        var workers = new HeldStartAdapter();
        await using var pool = await StartAsync(workers, new PoolOptions { Size = 1, HealthCheckInterval = TimeSpan.FromSeconds(30) });
        workers.Of("pool-w1").Mute();
        _time.Advance(TimeSpan.FromSeconds(30));
        await pool.ReachAsync(_ => workers.Of("pool-w1").Pings == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await pool.ReachAsync(stats => stats.Degraded == 1);

        (await pool.DrainAsync(Grace)).ShouldBeTrue();

        pool.GetWorkerHistory("pool-w1").TakeLast(2).Select(move => move.Reason).ShouldBe([TransitionReason.Shutdown, TransitionReason.Exited]);
    }

    [Test]
    public async Task Worker_whose_call_is_cut_off_is_ended_with_the_pool_and_not_lost()
    {
        await using var pool = await StartAsync(new HeldStartAdapter(), new PoolOptions { Size = 2 });
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);

        (await pool.DrainAsync(TimeSpan.Zero)).ShouldBeFalse();

        pool.GetWorkerHistory(lease.WorkerId).TakeLast(2).Select(move => move.Reason).ShouldBe([TransitionReason.Shutdown, TransitionReason.Exited]);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_that_is_under_way_is_cancelled_and_is_no_failure(bool drains)
    {
        var workers = new HeldStartAdapter();
        var pool = await StartAsync(workers);
        workers.Hold();
        var growing = pool.ResizeAsync(2).AsTask();
        await pool.ReachAsync(_ => workers.Begun == 2);

        if (drains)
            (await pool.DrainAsync(Grace)).ShouldBeTrue();
        await pool.DisposeAsync();

        await Should.ThrowAsync<PoolException>(growing);
        pool.GetWorkerHistory("pool-w2").ShouldHaveSingleItem().Reason.ShouldBe(TransitionReason.Shutdown);
        pool.GetStats().Counters.StartFailures.ShouldBe(0);
        _log.Of(2003).ShouldBeEmpty();
        _log.Of(1003).ShouldBeEmpty();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Worker_that_becomes_ready_as_the_pool_ends_is_killed(bool drains)
    {
        using var meters = new MeterLog();
        var workers = new HeldStartAdapter();
        var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1 }, workers, new SessionPoolServices { Time = _time, MeterFactory = meters, LoggerFactory = _log });
        var end = Task.CompletedTask;
        meters.OnRecorded = instrument =>
        {
            if (instrument == "pool.worker.start.duration")
                end = drains ? pool.DrainAsync(Grace).AsTask() : pool.DisposeAsync().AsTask();
        };

        await Should.ThrowAsync<PoolException>(async () => await pool.ResizeAsync(2));
        await end;

        workers.Of("pool-w2").Exited.IsCompleted.ShouldBeTrue();
        pool.GetWorkerHistory("pool-w2").ShouldHaveSingleItem().Reason.ShouldBe(TransitionReason.Shutdown);
        pool.GetStats().Workers.ShouldBeEmpty();
        await pool.DisposeAsync();
    }

    [Test]
    public async Task Call_that_a_drain_cut_off_is_told_so_although_the_pool_is_disposed_before_it_ends()
    {
        var worker = Reciting();
        var pool = await StartAsync(new GivenAdapter(worker));
        var call = pool.ExecuteAnonymousAsync("ask").AsTask();
        var draining = pool.DrainAsync(TimeSpan.Zero).AsTask();
        var disposal = pool.DisposeAsync();

        End(worker);

        await Should.ThrowAsync<PoolDrainingException>(call);
        (await draining).ShouldBeFalse();
        await disposal;
    }

    [Test]
    public async Task Call_that_a_disposal_cut_off_is_told_so_although_the_grace_of_a_drain_is_over_before_it_ends()
    {
        var worker = Reciting();
        var pool = await StartAsync(new GivenAdapter(worker));
        var call = pool.ExecuteAnonymousAsync("ask").AsTask();
        var draining = pool.DrainAsync(Grace).AsTask();
        var disposal = pool.DisposeAsync();
        _time.Advance(Grace);

        End(worker);

        await Should.ThrowAsync<PoolDisposedException>(call);
        (await draining).ShouldBeFalse();
        await disposal;
    }

    [Test]
    public async Task Call_that_ends_as_the_grace_does_was_not_cut_off()
    {
        await using var pool = await StartAsync(new HeldStartAdapter());
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var draining = pool.DrainAsync(Grace).AsTask();

        await lease.DisposeAsync();
        _time.Advance(Grace);

        (await draining).ShouldBeTrue();
    }

    [Test]
    public async Task Drain_whose_calls_are_over_as_the_pool_is_disposed_cut_nothing_off()
    {
        var pool = await StartAsync(new HeldStartAdapter());
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var draining = pool.DrainAsync(Grace).AsTask();

        await lease.DisposeAsync();
        await pool.DisposeAsync();

        (await draining).ShouldBeTrue();
    }

    [Test]
    public async Task Drain_of_a_pool_that_is_disposed_made_no_attempt()
    {
        var pool = await StartAsync(new HeldStartAdapter());
        await pool.DisposeAsync();

        (await Should.ThrowAsync<PoolDisposedException>(async () => await pool.DrainAsync(Grace))).Attempts.ShouldBe(0);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_that_the_pools_end_cuts_short_made_no_attempt(bool drains)
    {
        var workers = new HeldStartAdapter();
        workers.Hold();
        var pool = SessionPool.Prepare(new PoolOptions { Size = 1, StartTimeout = TimeSpan.FromDays(1) }, workers, new SessionPoolServices());
        var starting = pool.StartPreparedAsync(inBackground: false, CancellationToken.None).AsTask();

        if (drains)
            await pool.DrainAsync(TimeSpan.Zero);
        else
            await pool.DisposeAsync();

        (await Should.ThrowAsync<PoolException>(starting)).Attempts.ShouldBe(0);
    }

    [Test]
    public async Task Lease_that_stays_out_after_the_pools_end_is_no_leak()
    {
        var pool = await StartAsync(new HeldStartAdapter(), new PoolOptions { Size = 1, LeakThreshold = TimeSpan.FromMinutes(1) });
        await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await pool.DisposeAsync();

        _time.Advance(TimeSpan.FromMinutes(1));

        pool.GetStats().Counters.Leaks.ShouldBe(0);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Pool_that_has_ended_leaves_no_timer_behind(bool drains)
    {
        var workers = new HeldStartAdapter();
        var pool = await StartAsync(workers, new PoolOptions { Size = 1, HealthCheckInterval = TimeSpan.FromSeconds(30), LeakThreshold = TimeSpan.FromMinutes(1) });
        await pool.ExecuteAnonymousAsync("who");
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        workers.Failure = new InvalidOperationException("not now");
        await Should.ThrowAsync<WorkerStartException>(async () => await pool.ResizeAsync(2));
        _time.Live.ShouldBe(4, "duties, deadlines, leaks and the next start");

        if (drains)
            await pool.DrainAsync(TimeSpan.Zero);
        // Those of deadlines and leaks stay with a pool that may have leases out.
        _time.Live.ShouldBe(drains ? 2 : 4);
        await pool.DisposeAsync();

        _time.Live.ShouldBe(0);
        await lease.DisposeAsync();
    }

    [Test]
    public async Task Pool_that_has_failed_has_no_duties_any_more()
    {
        var workers = new HeldStartAdapter();
        await using var pool = await StartAsync(
            workers, new PoolOptions { Size = 1, LazyStart = true, MaxRestarts = 1, HealthCheckInterval = TimeSpan.FromSeconds(30) });

        for (var i = 1; i <= 2; i++)
        {
            await pool.ExecuteAnonymousAsync("who");
            _time.Live.ShouldBe(2, "duties and deadlines");
            workers.Of($"pool-w{i}").Kill();
            await pool.ReachAsync(stats => stats.Counters.Losses == i && stats.Workers.Count == 0);
        }

        pool.GetStats().State.ShouldBe(PoolState.Failed);
        _time.Live.ShouldBe(1);
    }

    [Test]
    public async Task Pool_that_has_ended_traces_nothing_more()
    {
        using var spans = new SpanLog("ended");
        var pool = await StartAsync(new HeldStartAdapter(), new PoolOptions { Name = "ended", Size = 1 });
        await pool.DisposeAsync();

        await Should.ThrowAsync<PoolDisposedException>(async () => await pool.ExecuteAnonymousAsync("who"));

        spans.Ended.ShouldBeEmpty();
    }

    private async Task<SessionPool> StartAsync(Pool.Runtime.Adapters.WorkerAdapter workers, PoolOptions? options = null) => await SessionPool.StartAsync(
        options ?? new PoolOptions { Size = 1 }, workers, new SessionPoolServices { Time = _time, Seed = 1, LoggerFactory = _log });

    // A worker that answers nothing after its hello and is there until the test ends it.
    private static RecitingChannel Reciting() => new(
        new WorkerHello(
            WireFormat.Version, "reciting", null, FrameLimits.Default.MaxFrameBytes,
            new Dictionary<string, CommandDescription>(StringComparer.Ordinal) { ["ask"] = new("ask", WireCommandKind.Query) }, []),
        new WorkerPong(1))
    { IsKillable = false };

    private static void End(RecitingChannel worker)
    {
        worker.FallSilent();
        worker.ExitWith(0);
    }
}
