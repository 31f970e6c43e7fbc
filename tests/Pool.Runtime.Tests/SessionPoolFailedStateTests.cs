using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>A pool that has lost too many workers tells everybody who has to do with it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolFailedStateTests
{
    private readonly FakeTimeProvider _time = new();
    private volatile bool _refuses;

    [Test]
    public async Task Starts_that_fail_too_often_fail_the_pool_with_the_last_of_them()
    {
        await using var pool = await StartAsync();
        await using var events = pool.ObserveAsync().GetAsyncEnumerator();
        _refuses = true;
        await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("crash"));
        // The loss was the first; each failed start is followed by the next after its delay.
        for (var failures = 1; failures <= 2; failures++)
        {
            await pool.ReachAsync(stats => stats.Counters.StartFailures == failures);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await pool.ReachAsync(stats => stats.State == PoolState.Failed);

        var error = await Should.ThrowAsync<PoolFailedException>(async () => await pool.ExecuteAnonymousAsync("who"));
        error.InnerException.ShouldBeOfType<WorkerStartException>().Message.ShouldContain("not now");
        error.PoolName.ShouldBe("failing");
        while (await events.MoveNextAsync() && events.Current is not PoolEvent.PoolMoved { State: PoolState.Failed })
        {
        }

        events.Current.ShouldBeOfType<PoolEvent.PoolMoved>().State.ShouldBe(PoolState.Failed);
    }

    [Test]
    public async Task Whoever_waits_is_refused_when_the_pool_fails()
    {
        await using var pool = await StartAsync(maxRestarts: 1);
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var waiting = pool.ExecuteAnonymousAsync("who").AsTask();
        var ofSession = pool.ExecuteAsync("s", "who").AsTask();
        var readiness = pool.WaitUntilReadyAsync(2, TimeSpan.FromHours(1)).AsTask();
        _refuses = true;
        await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("crash"));
        await pool.ReachAsync(stats => stats.Counters.StartFailures == 1);

        await pool.ReachAsync(stats => stats.State == PoolState.Failed);

        await Should.ThrowAsync<PoolException>(waiting);
        await Should.ThrowAsync<PoolException>(ofSession);
        await Should.ThrowAsync<PoolFailedException>(readiness);
        pool.GetStats().QueueDepth.ShouldBe(0);
    }

    [Test]
    public async Task Stats_of_the_last_workers_that_ended_are_kept_and_no_more()
    {
        await using var pool = await StartAsync(maxRestarts: 1000);
        for (var i = 1; i <= 34; i++)
        {
            await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("crash"));
            var lost = i;
            await pool.ReachAsync(stats => stats.Counters.Losses == lost && stats.Ready == 1 && stats.Workers.Count == 1);
        }

        pool.GetWorkerHistory("failing-w34").ShouldNotBeEmpty();
        pool.GetWorkerHistory("failing-w3").ShouldNotBeEmpty();
        pool.GetWorkerHistory("failing-w2").ShouldBeEmpty();
    }

    private async Task<SessionPool> StartAsync(int maxRestarts = 2)
    {
        var adapter = new InMemoryAdapter(context => _refuses
            ? throw new InvalidOperationException("not now")
            : new ScriptedWorker(context).On("crash", _ => Crash(context), CommandKind.Effect));
        return await SessionPool.StartAsync(
            new PoolOptions
            {
                Name = "failing",
                Size = 1,
                MaxRestarts = maxRestarts,
                RestartWindow = TimeSpan.FromDays(1),
                MaxKillsPerCommand = 0,
                HealthCheckInterval = TimeSpan.Zero,
                CommandTimeout = TimeSpan.FromDays(1),
                QueueTimeout = TimeSpan.FromDays(1),
                StartTimeout = TimeSpan.FromDays(1),
            },
            adapter,
            new SessionPoolServices
            {
                Time = _time,
                Seed = 1,
                CircuitBreaker = new CircuitBreaker(new CircuitBreakerOptions { FailureRatio = 1, MinimumThroughput = 1_000_000 }, _time, "failing"),
            });
    }

    private static InProcessReply Crash(InProcessWorkerContext context)
    {
        context.Crash("scripted");
        return InProcessReply.Success(null);
    }
}
