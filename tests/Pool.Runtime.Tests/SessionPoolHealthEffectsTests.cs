using Pool.Runtime.Errors;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a health check does to the queue, to the order of the idle workers and to those who watch.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolHealthEffectsTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WatchedTime _time = new();
    private readonly MuteAdapter _workers = new();
    private readonly EntryLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Next_look_is_in_time_for_the_worker_that_is_due_first()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 2 });
        var leases = await LeaseAllAsync(pool, 2);
        _time.Advance(TimeSpan.FromSeconds(10));
        await leases["pool-w1"].DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await leases["pool-w2"].DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);
        (_workers.Of("pool-w1").Pings, _workers.Of("pool-w2").Pings).ShouldBe((1, 0));
    }

    [Test]
    public async Task Check_that_is_over_leaves_the_bound_of_the_queue_as_it_was()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxQueue = 1 });
        _time.Advance(Interval);
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);

        await pool.ClearAsync();

        await ShouldQueueOneAndNoMoreAsync(pool);
    }

    [Test]
    public async Task Check_that_ends_with_its_worker_leaves_the_bound_of_the_queue_as_it_was()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxQueue = 1 });
        await CheckedMuteAsync(pool, "pool-w1");

        await pool.ClearAsync();

        await ShouldQueueOneAndNoMoreAsync(pool);
    }

    [Test]
    public async Task Degraded_worker_gives_nobody_a_place_in_a_full_queue()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxQueue = 1 });
        var worker = await CheckedMuteAsync(pool, "pool-w1");
        _time.Advance(Patience);
        await pool.ReachAsync(stats => stats.Degraded == 1);

        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        var refused = pool.ExecuteAnonymousAsync("who").AsTask();

        pool.GetStats().Counters.QueueRejections.ShouldBe(1);
        await Should.ThrowAsync<PoolSaturatedException>(refused);
        worker.Speak();
        await waiting;
    }

    [Test]
    public async Task Whoever_waits_for_a_worker_that_is_found_silent_gets_an_overflow_worker()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxOverflow = 1 });
        await CheckedMuteAsync(pool, "pool-w1");
        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();

        _time.Advance(Patience);

        (await waiting).WorkerId.ShouldBe("pool-w2");
        pool.GetStats().Degraded.ShouldBe(1);
    }

    [Test]
    public async Task Others_are_not_checked_before_all_of_the_first_half_have_answered()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 4 });
        foreach (var channel in _workers.Channels)
            channel.Mute();
        _time.Advance(Interval);
        await pool.ReachAsync(_ => _workers.Channels.Count(channel => channel.Pings == 1) == 2);

        _workers.Channels.First(channel => channel.Pings == 1).Speak();
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);

        // One is under check still, so three are there to be had.
        var leases = await LeaseAllAsync(pool, 3);
        leases.Count.ShouldBe(3);
    }

    [Test]
    public async Task Next_check_of_a_silent_worker_waits_for_a_pause()
    {
        var pause = TimeSpan.FromSeconds(2);
        await using var pool = await StartAsync(
            new PoolOptions { Size = 1, MaxHealthCheckFailures = 2, RestartBackoff = pause, MaxRestartBackoff = TimeSpan.FromDays(1) });
        var first = new StartBackoff(pause, TimeSpan.FromDays(1), "pool-w1".Length).Failed();
        var worker = await CheckedMuteAsync(pool, "pool-w1");
        await _time.SetAsync(Patience);
        _time.Advance(Patience);
        await _time.SetAsync(first);

        _time.Advance(first);
        await _time.SetAsync(Patience, times: 2);
        _time.Advance(Patience - first);
        worker.Speak();

        var stats = await pool.ReachAsync(stats => stats.Ready == 1);
        (stats.Counters.HealthCheckFailures, stats.Counters.Losses).ShouldBe((1, 0));
    }

    [Test]
    public async Task Silent_worker_and_its_return_are_logged()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(pool, "pool-w1");
        _time.Advance(Patience);
        (await _log.FirstAsync(2007)).ShouldContain("Worker pool-w1");

        worker.Speak();

        (await _log.FirstAsync(2008)).ShouldContain("Worker pool-w1");
    }

    [Test]
    public async Task Loss_of_a_worker_that_stays_silent_is_told_and_logged_with_its_reason()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxHealthCheckFailures = 1 });
        var events = pool.ObserveAsync();
        await CheckedMuteAsync(pool, "pool-w1");

        _time.Advance(Patience);

        var lost = await events.OfType<PoolEvent.WorkerMoved>().FirstAsync(moved => moved.To == WorkerState.Terminating);
        (lost.Reason, lost.Detail).ShouldBe((TransitionReason.HealthCheckFailed, "1 health checks in a row were not answered"));
        (await _log.FirstAsync(2002)).ShouldContain("1 health checks in a row were not answered");
    }

    [Test]
    public async Task Whoever_waits_for_readiness_hears_of_a_worker_that_is_back()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(pool, "pool-w1");
        _time.Advance(Patience);
        await pool.ReachAsync(stats => stats.Degraded == 1);
        var waiting = pool.WaitUntilReadyAsync(1, TimeSpan.FromDays(1)).AsTask();

        worker.Speak();

        await waiting;
        pool.GetStats().Ready.ShouldBe(1);
    }

    [TestCase(WorkerOrder.Lifo, "pool-w2")]
    [TestCase(WorkerOrder.Fifo, "pool-w1")]
    public async Task Check_is_no_use_of_a_worker_and_leaves_its_place_among_the_idle(WorkerOrder order, string next)
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 2, IdleOrder = order });
        var leases = await LeaseAllAsync(pool, 2);
        await leases["pool-w1"].DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await leases["pool-w2"].DisposeAsync();

        _time.Advance(Interval - TimeSpan.FromSeconds(10));
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);

        _workers.Of("pool-w1").Pings.ShouldBe(1);
        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe(next);
        // None has gone from among the idle.
        (await LeaseAllAsync(pool, 2)).Count.ShouldBe(2);
    }

    [Test]
    public async Task Worker_that_was_used_last_keeps_its_place_before_one_that_was_used_earlier()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 2, IdleOrder = WorkerOrder.Lifo });
        var leases = await LeaseAllAsync(pool, 2);
        await leases["pool-w1"].DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await leases["pool-w2"].DisposeAsync();
        _time.Advance(Interval - TimeSpan.FromSeconds(10));
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);

        _time.Advance(TimeSpan.FromSeconds(10));
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 2);

        _workers.Of("pool-w2").Pings.ShouldBe(1);
        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe("pool-w2");
        (await LeaseAllAsync(pool, 2)).Count.ShouldBe(2);
    }

    [Test]
    public async Task Worker_that_is_too_many_when_its_check_is_over_leaves()
    {
        var pool = await StartAsync(new PoolOptions { Size = 2 });
        _workers.Of("pool-w1").Mute();
        var leases = await LeaseAllAsync(pool, 2);
        await leases["pool-w1"].DisposeAsync();
        _time.Advance(Interval);
        await pool.ReachAsync(_ => _workers.Of("pool-w1").Pings == 1);
        await pool.ResizeAsync(1);

        _workers.Of("pool-w1").Speak();

        await pool.ReachAsync(stats => stats.Workers.Count == 1);
        pool.GetWorkerHistory("pool-w1").ShouldContain(move => move.Reason == TransitionReason.Retired);
        await leases["pool-w2"].DisposeAsync();
        await pool.DisposeAsync();
        _log.Of(1003).ShouldBeEmpty();
    }

    private async Task<SessionPool> StartAsync(PoolOptions options) => await SessionPool.StartAsync(
        options with
        {
            HealthCheckInterval = Interval,
            HealthCheckTimeout = Patience,
            QueueTimeout = TimeSpan.FromDays(1),
            CommandTimeout = TimeSpan.FromDays(1),
        },
        _workers,
        new SessionPoolServices { Time = _time, Seed = 1, LoggerFactory = _log });

    private static async Task<Dictionary<string, WorkerLease>> LeaseAllAsync(SessionPool pool, int count)
    {
        var leases = new Dictionary<string, WorkerLease>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var leasing = pool.CheckoutAsync(CheckoutRequest.Anonymous);
            leasing.IsCompleted.ShouldBeTrue("an idle worker is had without a wait");
            var lease = await leasing;
            leases.Add(lease.WorkerId, lease);
        }

        return leases;
    }

    private static async Task ShouldQueueOneAndNoMoreAsync(SessionPool pool)
    {
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        pool.GetStats().QueueDepth.ShouldBe(1);
        var refused = pool.ExecuteAnonymousAsync("who").AsTask();
        pool.GetStats().Counters.QueueRejections.ShouldBe(1);
        await Should.ThrowAsync<PoolSaturatedException>(refused);
        await lease.DisposeAsync();
        await waiting;
    }

    // A ping is on its way to the worker and is not answered.
    private async Task<MuteChannel> CheckedMuteAsync(SessionPool pool, string workerId)
    {
        var worker = _workers.Of(workerId);
        var before = worker.Pings;
        worker.Mute();
        _time.Advance(Interval);
        await pool.ReachAsync(_ => worker.Pings > before);
        return worker;
    }
}
