using Pool.Runtime.Errors;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a change of the size does to workers that are there, and what those who wait for it are told.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolSizeChangeTests : IDisposable
{
    private static readonly PoolOptions Two = new()
    {
        Size = 2,
        HealthCheckInterval = TimeSpan.Zero,
        OverflowIdleTimeout = TimeSpan.FromHours(1),
        StartTimeout = TimeSpan.FromDays(1),
    };

    private readonly WatchedTime _time = new();
    private readonly HeldStartAdapter _workers = new();
    private readonly EntryLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Change_is_logged()
    {
        await using var pool = await StartAsync(Two);

        await pool.ResizeAsync(3);

        (await _log.FirstAsync(1004)).ShouldBe("Pool pool keeps 3 workers from now on; it kept 2");
    }

    [Test]
    public async Task Overflow_workers_are_no_surplus_of_a_pool_that_shrinks()
    {
        await using var pool = await StartAsync(Two with { MaxOverflow = 2 });
        var leases = new List<WorkerLease>();
        for (var i = 0; i < 4; i++)
            leases.Add(await pool.CheckoutAsync(CheckoutRequest.Anonymous));

        await pool.ResizeAsync(1);
        foreach (var lease in leases)
            await lease.DisposeAsync();

        pool.GetStats().Ready.ShouldBe(3);
        pool.GetWorkerHistory(leases[0].WorkerId)[^1].To.ShouldNotBe(WorkerState.Ready);
    }

    [Test]
    public async Task Lazy_pool_with_fewer_workers_than_its_new_size_keeps_them()
    {
        await using var pool = await StartAsync(Two with { Size = 5, LazyStart = true });
        await pool.ExecuteAnonymousAsync("who");

        await pool.ResizeAsync(2);

        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe("pool-w1");
        _workers.Begun.ShouldBe(1);
    }

    [Test]
    public async Task Smaller_size_is_all_that_whoever_waits_for_a_larger_one_waits_for_then()
    {
        await using var pool = await StartAsync(Two);
        await using var first = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await using var second = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _workers.Hold();
        var growing = pool.ResizeAsync(3).AsTask();
        growing.IsCompleted.ShouldBeFalse();

        await pool.ResizeAsync(1);

        await growing;
        pool.GetStats().Counters.Starts.ShouldBe(2);
    }

    [Test]
    public async Task Pool_that_shrinks_while_a_worker_starts_keeps_as_many_that_serve_and_lets_that_one_go()
    {
        await using var pool = await StartAsync(Two);
        _workers.Hold();
        var growing = pool.ResizeAsync(3).AsTask();

        await pool.ResizeAsync(1);
        await growing;
        pool.GetStats().Ready.ShouldBe(1);
        var serves = (await pool.ExecuteAnonymousAsync("who")).WorkerId;
        _workers.LetGo();

        await pool.ReachAsync(stats => stats.Counters.Starts == 3 && stats.Workers.Count == 1);
        pool.GetStats().Workers.ShouldHaveSingleItem().WorkerId.ShouldBe(serves);
        pool.GetWorkerHistory("pool-w3").ShouldContain(move => move.Reason == TransitionReason.Retired);
    }

    [Test]
    public async Task Worker_that_starts_beyond_the_size_does_not_let_an_idle_one_retire_before_it_is_there()
    {
        await using var pool = await StartAsync(Two with { Size = 1, MaxOverflow = 1, OverflowIdleTimeout = TimeSpan.FromSeconds(2) });
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _workers.Hold();
        var waiting = pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();
        await pool.ReachAsync(_ => _workers.Begun == 2);
        await lease.DisposeAsync();
        await (await waiting).DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        pool.GetStats().Ready.ShouldBe(1);
        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe("pool-w1");
    }

    [Test]
    public async Task Whoever_waits_for_the_new_size_is_told_that_the_pool_has_failed()
    {
        await using var pool = await StartAsync(Two with { MaxRestarts = 1 });
        _workers.Hold();
        var growing = pool.ResizeAsync(3).AsTask();
        var waiting = pool.WaitUntilReadyAsync(3, TimeSpan.FromDays(1)).AsTask();
        for (var i = 1; i <= 2; i++)
            _workers.Of($"pool-w{i}").Kill();

        (await Should.ThrowAsync<PoolFailedException>(growing)).Attempts.ShouldBe(0);
        (await Should.ThrowAsync<PoolFailedException>(waiting)).Attempts.ShouldBe(0);
    }

    [Test]
    public async Task Change_of_a_pool_that_drains_made_no_attempt()
    {
        await using var pool = await StartAsync(Two);
        await pool.DrainAsync(TimeSpan.Zero);

        (await Should.ThrowAsync<PoolDrainingException>(async () => await pool.ResizeAsync(3))).Attempts.ShouldBe(0);
        (await Should.ThrowAsync<PoolDrainingException>(async () => await pool.ClearAsync())).Attempts.ShouldBe(0);
    }

    private async Task<SessionPool> StartAsync(PoolOptions options) =>
        await SessionPool.StartAsync(options, _workers, new SessionPoolServices { Time = _time, Seed = 1, LoggerFactory = _log });
}
