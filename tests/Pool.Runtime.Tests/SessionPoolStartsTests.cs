using Pool.Runtime.Errors;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>When workers are started, how many at a time, and what is told of starts and losses.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolStartsTests : IDisposable
{
    // Longer than the first backoff with its spread, shorter than the second.
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(130);

    private static readonly PoolOptions One = new()
    {
        Size = 1,
        RestartBackoff = TimeSpan.FromMilliseconds(100),
        MaxRestartBackoff = TimeSpan.FromDays(1),
        HealthCheckInterval = TimeSpan.Zero,
        QueueTimeout = TimeSpan.FromDays(1),
        CommandTimeout = TimeSpan.FromDays(1),
        StartTimeout = TimeSpan.FromDays(1),
    };

    private readonly WatchedTime _time = new();
    private readonly HeldStartAdapter _workers = new();
    private readonly EntryLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task No_worker_is_started_before_the_delay_after_a_failed_start_is_over()
    {
        await using var pool = await StartAsync(One);
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await FailToGrowAsync(pool, 2, failures: 1);

        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        pool.GetStats().Initializing.ShouldBe(0);
        _time.Advance(FirstBackoff);

        (await waiting).WorkerId.ShouldBe("pool-w3");
    }

    [Test]
    public async Task Pool_that_has_failed_starts_no_worker_when_the_delay_is_over()
    {
        var pool = await StartAsync(One with { Size = 2, MaxRestarts = 2 });
        _workers.Failure = new InvalidOperationException("not now");
        _workers.Of("pool-w1").Kill();
        await pool.ReachAsync(stats => stats.Counters.StartFailures == 1);
        _workers.Of("pool-w2").Kill();
        await pool.ReachAsync(stats => stats.State == PoolState.Failed);

        _time.Advance(FirstBackoff);

        pool.GetStats().Initializing.ShouldBe(0);
        await pool.DisposeAsync();
        _log.Of(2002).Count.ShouldBe(2);
    }

    [Test]
    public async Task Second_failure_puts_the_next_start_off()
    {
        await using var pool = await StartAsync(One);
        await FailToGrowAsync(pool, 3, failures: 2);

        _time.Advance(FirstBackoff);
        pool.GetStats().Initializing.ShouldBe(0);
        _time.Advance(FirstBackoff);

        await pool.ReachAsync(stats => stats.Ready == 3);
    }

    [Test]
    public async Task Delay_begins_anew_after_a_start_that_succeeded()
    {
        await using var pool = await StartAsync(One);
        await FailToGrowAsync(pool, 3, failures: 2);
        _time.Advance(FirstBackoff * 2);
        await pool.ReachAsync(stats => stats.Ready == 3);

        await FailToGrowAsync(pool, 4, failures: 3);
        _time.Advance(FirstBackoff);

        await pool.ReachAsync(stats => stats.Ready == 4);
    }

    [Test]
    public async Task No_more_workers_are_started_at_a_time_than_allowed()
    {
        await using var pool = await StartAsync(One with { MaxConcurrentStarts = 2 });
        _workers.Hold();
        var growing = pool.ResizeAsync(9).AsTask();
        await pool.ReachAsync(_ => _workers.Begun == 3);
        for (var i = 0; i < 100; i++)
            await Task.Yield();

        _workers.LetGo();
        await growing;

        _workers.MostWaiting.ShouldBe(2);
    }

    [Test]
    public async Task New_worker_that_replaces_none_is_not_told_of_as_a_restart()
    {
        var pool = await StartAsync(One);
        var events = pool.ObserveAsync();

        await pool.ResizeAsync(2);
        await pool.DisposeAsync();

        (await events.OfType<PoolEvent.WorkerRestarted>().ToListAsync()).ShouldBeEmpty();
        pool.GetStats().Counters.Restarts.ShouldBe(0);
    }

    [Test]
    public async Task Lost_overflow_worker_is_no_reason_for_a_restart()
    {
        await using var pool = await StartAsync(One with { MaxOverflow = 1 });
        var first = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var second = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _workers.Of(second.WorkerId).Kill();
        await pool.ReachAsync(stats => stats is { Counters.Losses: 1, Workers.Count: 1 });
        await second.DisposeAsync();

        await using var third = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await first.DisposeAsync();

        third.WorkerId.ShouldBe("pool-w3");
        pool.GetStats().Counters.Restarts.ShouldBe(0);
    }

    [Test]
    public async Task Whoever_waited_for_a_worker_that_is_lost_gets_an_idle_one_and_not_a_new_one()
    {
        await using var pool = await StartAsync(One with { Size = 2, Affinity = SessionAffinity.StrictQueue, IdleOrder = WorkerOrder.Lifo });
        var home = (await pool.ExecuteAsync("s", "who")).WorkerId;
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        lease.WorkerId.ShouldBe(home);
        var waiting = pool.ExecuteAsync("s", "who").AsTask();
        pool.GetStats().ShouldSatisfyAllConditions(stats => stats.QueueDepth.ShouldBe(1), stats => stats.Ready.ShouldBe(1));
        _workers.Hold();

        _workers.Of(home).Kill();

        (await waiting).WorkerId.ShouldNotBe(home);
        pool.GetStats().Initializing.ShouldBe(1);
        _workers.LetGo();
    }

    [Test]
    public async Task Loss_is_logged_with_what_was_seen_of_it_and_its_end_told_with_its_status()
    {
        await using var pool = await StartAsync(One);
        var events = pool.ObserveAsync();

        _workers.Of("pool-w1").Kill();

        (await _log.FirstAsync(2002)).ShouldContain("was lost: Crash. its output ended");
        var ended = await events.OfType<PoolEvent.WorkerMoved>().FirstAsync(moved => moved.To == WorkerState.Terminated);
        ended.ExitStatus.ShouldBe(1);
    }

    [Test]
    public async Task Start_that_fails_the_pools_own_is_followed_by_no_other()
    {
        _workers.Failure = new InvalidOperationException("not now");

        await Should.ThrowAsync<WorkerStartException>(async () => await StartAsync(One));

        _workers.Begun.ShouldBe(1);
        _log.Of(2003).ShouldBeEmpty();
    }

    [Test]
    public async Task Start_that_fails_the_pool_is_followed_by_no_other()
    {
        var pool = await StartAsync(One with { MaxRestarts = 2 });
        await FailToGrowAsync(pool, 4, failures: 3);

        pool.GetStats().State.ShouldBe(PoolState.Failed);
        await pool.DisposeAsync();
        _log.Of(2003).Count.ShouldBe(2);
        _log.Of(1002).Count.ShouldBe(1);
    }

    [Test]
    public async Task Pool_fails_once_however_many_workers_it_loses_then()
    {
        var pool = await StartAsync(One with { Size = 3, MaxRestarts = 1 });
        var events = pool.ObserveAsync();
        _workers.Hold();

        for (var i = 1; i <= 3; i++)
        {
            _workers.Of($"pool-w{i}").Kill();
            await pool.ReachAsync(stats => stats.Counters.Losses == i);
        }

        await pool.DisposeAsync();
        _log.Of(1002).Count.ShouldBe(1);
        (await events.OfType<PoolEvent.PoolMoved>().Select(moved => moved.State).ToListAsync()).ShouldBe([PoolState.Failed, PoolState.Disposed]);
    }

    [Test]
    public async Task Workers_that_are_lost_while_others_start_fail_the_start_of_the_pool()
    {
        _workers.Hold();
        var pool = SessionPool.Prepare(
            One with { Size = 2, MaxRestarts = 1, MaxConcurrentStarts = 1 }, _workers, new SessionPoolServices { Time = _time });
        var starting = pool.StartPreparedAsync(inBackground: false, CancellationToken.None).AsTask();

        for (var i = 1; i <= 2; i++)
        {
            await pool.ReachAsync(_ => _workers.Begun == i);
            _workers.LetGo(holdNext: true);
            await pool.ReachAsync(stats => stats.Ready == 1);
            _workers.Channels[^1].Kill();
            await pool.ReachAsync(stats => stats.Counters.Losses == i);
        }

        (await Should.ThrowAsync<PoolFailedException>(starting)).Attempts.ShouldBe(0);
    }

    private async Task<SessionPool> StartAsync(PoolOptions options) =>
        await SessionPool.StartAsync(options, _workers, new SessionPoolServices { Time = _time, Seed = 1, LoggerFactory = _log });

    private async Task FailToGrowAsync(SessionPool pool, int size, int failures)
    {
        _workers.Failure = new InvalidOperationException("not now");
        await Should.ThrowAsync<PoolException>(async () => await pool.ResizeAsync(size));
        await pool.ReachAsync(stats => stats.Counters.StartFailures == failures);
        _workers.Failure = null;
    }
}
