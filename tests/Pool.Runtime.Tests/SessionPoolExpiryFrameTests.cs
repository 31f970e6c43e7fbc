using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a worker hears of a session whose end and next call meet.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolExpiryFrameTests
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Call_that_comes_while_its_session_expires_waits_until_the_worker_was_told_and_begins_anew()
    {
        var workers = Answering();
        await using var pool = await StartAsync(workers, new PoolOptions { Size = 1 });
        var worker = workers.Channels[0];
        await pool.ExecuteAsync("s", "change");
        var next = new TaskCompletionSource<(Task Call, int Queued)>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Write = message =>
        {
            if (message is HostEndSession)
            {
                worker.Write = _ => Task.CompletedTask;
                var call = pool.ExecuteAsync("s", "change").AsTask();
                next.SetResult((call, pool.GetStats().QueueDepth));
            }

            return Task.CompletedTask;
        };

        _time.Advance(TimeToLive);

        var (call, queued) = await next.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await call;
        queued.ShouldBe(1);
        worker.Heard.Select(message => message.GetType()).ShouldBe([typeof(HostRequest), typeof(HostEndSession), typeof(HostRequest)]);
        var stats = pool.GetStats();
        (stats.Sessions, stats.Counters.SessionsExpired).ShouldBe((1, 1));

        // Its next life ends in its time, too.
        _time.Advance(TimeToLive);
        await pool.ReachAsync(stats => stats is { Sessions: 0, Counters.SessionsExpired: 2 });
    }

    [Test]
    public async Task Next_life_that_never_gets_a_worker_ends_in_its_time()
    {
        var workers = Answering();
        await using var pool = await StartAsync(workers, new PoolOptions { Size = 1 });
        var worker = workers.Channels[0];
        await pool.ExecuteAsync("s", "change");
        using var cancel = new CancellationTokenSource();
        var next = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkerLease held = default;
        worker.Write = async message =>
        {
            if (message is not HostEndSession)
                return;
            held = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
            next.SetResult(pool.ExecuteAsync("s", "change", cancellationToken: cancel.Token).AsTask());
        };
        _time.Advance(TimeToLive);
        var call = await next.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await pool.ReachAsync(stats => stats.Counters.SessionsExpired == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        pool.GetStats().Sessions.ShouldBe(1);

        _time.Advance(TimeToLive);

        await pool.ReachAsync(stats => stats is { Sessions: 0, Counters.SessionsExpired: 2 });
        await held.DisposeAsync();
    }

    [Test]
    public async Task Session_whose_first_call_never_got_a_worker_ends_in_its_time()
    {
        await using var pool = await StartAsync(Answering(), new PoolOptions { Size = 1 });
        await using var held = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        using var cancel = new CancellationTokenSource();
        var call = pool.ExecuteAsync("s", "change", cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        pool.GetStats().Sessions.ShouldBe(1);

        _time.Advance(TimeToLive);

        await pool.ReachAsync(stats => stats is { Sessions: 0, Counters.SessionsExpired: 1 });
    }

    [Test]
    public async Task Sessions_that_were_used_at_different_times_end_at_different_times()
    {
        await using var pool = await StartAsync(Answering(), new PoolOptions { Size = 1 });
        await pool.ExecuteAsync("first", "change");
        _time.Advance(TimeToLive / 2);
        await pool.ExecuteAsync("second", "change");

        _time.Advance(TimeToLive / 2);
        await pool.ReachAsync(stats => stats.Sessions == 1);
        _time.Advance(TimeToLive / 2);

        // The sweep may plan its next one between two looks at the clock, and moments too late then.
        await pool.ReachAsync(stats =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return stats is { Sessions: 0, Counters.SessionsExpired: 2 };
        });
    }

    private static TalkingAdapter Answering() =>
        new(message => message is HostRequest request ? [TalkingChannel.Result(request.Id)] : []);

    private Task<SessionPool> StartAsync(TalkingAdapter workers, PoolOptions options) => SessionPool.StartAsync(
        options with
        {
            SessionTimeToLive = TimeToLive,
            CommandTimeout = TimeSpan.FromDays(1),
            QueueTimeout = TimeSpan.FromDays(1),
            HealthCheckInterval = TimeSpan.Zero,
        },
        workers,
        new SessionPoolServices { Time = _time, Seed = 1 }).AsTask();
}
