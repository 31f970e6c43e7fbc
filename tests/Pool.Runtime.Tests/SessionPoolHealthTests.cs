using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolHealthTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Longer than the first backoff with its spread, shorter than the second.
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(130);

    private readonly FakeTimeProvider _time = new();
    private readonly MuteAdapter _workers = new();

    [Test]
    public async Task Idle_worker_is_asked_when_it_was_idle_for_the_interval_and_not_before()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });

        _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        _workers.Channels[0].Pings.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);
        _time.Advance(Interval);
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 2);

        _workers.Channels[0].Pings.ShouldBe(2);
        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe(_workers.Channels[0].WorkerId);
        pool.GetStats().Counters.HealthCheckFailures.ShouldBe(0);
    }

    [Test]
    public async Task Use_puts_the_check_off()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        _time.Advance(Interval / 2);
        await pool.ExecuteAnonymousAsync("who");

        _time.Advance(Interval / 2);
        _workers.Channels[0].Pings.ShouldBe(0);
        _time.Advance(Interval / 2);

        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);
    }

    [Test]
    public async Task Interval_of_zero_asks_never()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, HealthCheckInterval = TimeSpan.Zero });

        _time.Advance(TimeSpan.FromDays(1));

        (_workers.Channels[0].Pings, pool.GetStats().Counters.HealthChecks).ShouldBe((0, 0));
    }

    [Test]
    public async Task Worker_under_check_serves_nobody_and_is_given_to_who_waits_right_after()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxOverflow = 1 });
        var worker = await CheckedMuteAsync(0);

        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.QueueDepth.ShouldBe(1), stats => stats.Ready.ShouldBe(1), stats => stats.Initializing.ShouldBe(0));
        worker.Speak();

        (await waiting).WorkerId.ShouldBe(worker.WorkerId);
        _workers.Channels.Count.ShouldBe(1);
    }

    [Test]
    public async Task Late_pong_brings_a_degraded_worker_back_at_once()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(0);

        _time.Advance(Patience);
        await pool.ReachAsync(stats => stats is { Degraded: 1, Ready: 0 });
        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        await pool.ReachAsync(stats => stats.QueueDepth == 1);
        worker.Speak();

        (await waiting).WorkerId.ShouldBe(worker.WorkerId);
        var counters = pool.GetStats().Counters;
        (counters.HealthChecks, counters.HealthCheckFailures, counters.Losses).ShouldBe((2, 1, 0));
        pool.GetWorkerHistory(worker.WorkerId).Select(move => (move.To, move.Reason)).ShouldBe(
        [
            (WorkerState.Ready, TransitionReason.InitComplete),
            (WorkerState.Degraded, TransitionReason.HealthCheckFailed),
            (WorkerState.Ready, TransitionReason.HealthRestored),
            (WorkerState.Busy, TransitionReason.Checkout),
            (WorkerState.Ready, TransitionReason.CheckinSuccess),
        ]);
    }

    [Test]
    public async Task Restored_worker_has_its_failures_forgiven()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxHealthCheckFailures = 2 });
        for (var i = 1; i <= 3; i++)
        {
            var worker = await CheckedMuteAsync(0);
            _time.Advance(Patience);
            await pool.ReachAsync(stats => stats.Degraded == 1);
            worker.Speak();
            await pool.ReachAsync(stats => stats.Ready == 1);
        }

        (_workers.Channels.Count, pool.GetStats().Counters.HealthCheckFailures).ShouldBe((1, 3));
    }

    [Test]
    public async Task Worker_that_stays_silent_is_killed_and_replaced_after_the_last_failure()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxHealthCheckFailures = 3, RestartBackoff = TimeSpan.FromMilliseconds(100) });
        var worker = await CheckedMuteAsync(0);

        await FailAsync(pool, 1);
        _time.Advance(FirstBackoff);
        await FailAsync(pool, 2);
        worker.IsKilled.ShouldBeFalse();
        _workers.Channels.Count.ShouldBe(1);
        _time.Advance(FirstBackoff * 2);
        await FailAsync(pool, 3);

        var stats = await pool.ReachAsync(stats => stats is { Ready: 1, Workers.Count: 1 });
        worker.IsKilled.ShouldBeTrue();
        _workers.Channels[0].Pings.ShouldBe(1);
        (stats.Counters.Losses, stats.Counters.Restarts, stats.Degraded).ShouldBe((1, 1, 0));
        stats.Workers[0].WorkerId.ShouldNotBe(worker.WorkerId);
    }

    [Test]
    public async Task Single_failure_replaces_where_one_is_too_many()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1, MaxHealthCheckFailures = 1 });
        var worker = await CheckedMuteAsync(0);

        _time.Advance(Patience);

        await pool.ReachAsync(stats => stats is { Ready: 1, Counters.Losses: 1, Workers.Count: 1 });
        worker.IsKilled.ShouldBeTrue();
    }

    [Test]
    public async Task Silent_workers_in_numbers_fail_the_pool()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 2, MaxHealthCheckFailures = 1, MaxRestarts = 1 });
        foreach (var channel in _workers.Channels)
            channel.Mute();

        _time.Advance(Interval);
        await pool.ReachAsync(_ => _workers.Channels.Sum(channel => channel.Pings) == 1);
        _time.Advance(Patience);
        await pool.ReachAsync(_ => _workers.Channels.Sum(channel => channel.Pings) == 2);
        await pool.ReachAsync(stats => stats.Initializing == 0);
        _time.Advance(Patience);

        await pool.ReachAsync(stats => stats.State == PoolState.Failed);
        await Should.ThrowAsync<PoolFailedException>(async () => await pool.ExecuteAnonymousAsync("who"));
    }

    [Test]
    public async Task Half_of_the_idle_workers_are_checked_at_a_time_and_then_the_others()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 4 });
        foreach (var channel in _workers.Channels)
            channel.Mute();

        _time.Advance(Interval);
        await pool.ReachAsync(_ => _workers.Channels.Count(channel => channel.Pings == 1) == 2);
        (await pool.ExecuteAnonymousAsync("who")).QueueTime.ShouldBe(TimeSpan.Zero);
        foreach (var channel in _workers.Channels)
            channel.Speak();

        var stats = await pool.ReachAsync(stats => stats.Counters.HealthChecks == 4 - 1);
        (stats.Ready, stats.Counters.HealthCheckFailures).ShouldBe((4, 0));
    }

    [Test]
    public async Task Lost_worker_ends_its_check()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(0);

        worker.Kill();

        var stats = await pool.ReachAsync(stats => stats is { Ready: 1, Counters.Losses: 1, Workers.Count: 1 });
        stats.Counters.HealthChecks.ShouldBe(0);
        _time.Advance(Interval);
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 1);
    }

    [Test]
    public async Task Answer_of_another_kind_or_id_condemns_the_worker()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(0);

        worker.Say(new WorkerResult(2, new PayloadSerializer().Serialize("no pong"), []));

        await pool.ReachAsync(stats => stats is { Ready: 1, Counters.Losses: 1, Workers.Count: 1 });
        pool.GetWorkerHistory(worker.WorkerId).ShouldContain(move => move.Reason == TransitionReason.ProtocolViolation);
    }

    [Test]
    public async Task Pool_that_is_disposed_waits_for_no_check()
    {
        var pool = await StartAsync(new PoolOptions { Size = 1 });
        await CheckedMuteAsync(0);
        _time.Advance(Patience);
        await pool.ReachAsync(stats => stats.Degraded == 1);

        await pool.DisposeAsync();

        pool.GetStats().Workers.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromDays(1));
        pool.GetStats().Counters.HealthChecks.ShouldBe(1);
    }

    [Test]
    public async Task Degraded_worker_is_replaced_when_the_pool_is_cleared()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var worker = await CheckedMuteAsync(0);
        _time.Advance(Patience);
        await pool.ReachAsync(stats => stats.Degraded == 1);

        await pool.ClearAsync();

        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldNotBe(worker.WorkerId);
        pool.GetStats().Recycles[RecycleReason.Cleared].ShouldBe(1);
    }

    private async Task<SessionPool> StartAsync(PoolOptions options) => await SessionPool.StartAsync(
        options with { HealthCheckInterval = options.HealthCheckInterval == TimeSpan.Zero ? TimeSpan.Zero : Interval, HealthCheckTimeout = Patience, QueueTimeout = TimeSpan.FromDays(1) },
        _workers,
        new SessionPoolServices { Time = _time, Seed = 1 });

    // A ping is on its way to the worker and is not answered.
    private async Task<MuteChannel> CheckedMuteAsync(int number)
    {
        var worker = _workers.Channels[number];
        var before = worker.Pings;
        worker.Mute();
        _time.Advance(Interval);
        await UntilAsync(() => worker.Pings > before);
        return worker;
    }

    private async Task FailAsync(SessionPool pool, int failures)
    {
        await pool.ReachAsync(stats =>
        {
            _time.Advance(Patience / 50);
            return stats.Counters.HealthCheckFailures >= failures;
        });
        pool.GetStats().Counters.HealthCheckFailures.ShouldBe(failures);
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
            await Task.Yield();
    }
}
