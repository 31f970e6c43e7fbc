using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolDrainTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Draining_pool_finishes_what_it_has_and_refuses_what_comes()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await scripted.HoldAsync("s");
        var queued = scripted.Pool.ExecuteAsync("s", "echo", 1).AsTask();
        var other = scripted.Pool.ExecuteAnonymousAsync("echo", 2).AsTask();

        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        scripted.Pool.GetStats().State.ShouldBe(PoolState.Draining);
        var error = await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.ExecuteAsync("s", "who"));
        (error.RequestFate, error.Attempts <= 1).ShouldBe((RequestFate.NotSent, true));
        await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));
        await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.EndSessionAsync("s"));
        draining.IsCompleted.ShouldBeFalse();
        worker.Release.SetResult();
        (await held).Value.GetString().ShouldBe("released");
        ((await queued).Value.GetInt32(), (await other).Value.GetInt32()).ShouldBe((1, 2));
        (await draining).ShouldBeTrue();
        worker.Disposed.ShouldBeTrue();
        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Workers.ShouldBeEmpty(), stats => stats.State.ShouldBe(PoolState.Draining), stats => stats.Counters.Losses.ShouldBe(0));
    }

    [Test]
    public async Task What_is_left_after_the_grace_is_cut_off_and_told_what_became_of_it()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, QueueTimeout = TimeSpan.FromDays(1) }, time);
        var (held, worker) = await scripted.HoldAsync("s");
        var queued = scripted.Pool.ExecuteAnonymousAsync("echo", 1).AsTask();
        var sessionQueued = scripted.Pool.ExecuteAsync("s", "echo", 1).AsTask();
        var draining = scripted.Pool.DrainAsync(Grace).AsTask();

        time.Advance(Grace - TimeSpan.FromTicks(1));
        held.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromTicks(1));

        (await draining).ShouldBeFalse();
        (await Should.ThrowAsync<PoolDrainingException>(held)).RequestFate.ShouldBe(RequestFate.Sent);
        (await Should.ThrowAsync<PoolDrainingException>(queued)).RequestFate.ShouldBe(RequestFate.NotSent);
        (await Should.ThrowAsync<PoolDrainingException>(sessionQueued)).RequestFate.ShouldBe(RequestFate.NotSent);
        worker.Disposed.ShouldBeTrue();
        scripted.Pool.GetStats().Workers.ShouldBeEmpty();
        scripted.Workers.Count.ShouldBe(1);
    }

    [Test]
    public async Task Grace_of_zero_cuts_off_at_once()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, _) = await scripted.HoldAsync();

        (await scripted.Pool.DrainAsync(TimeSpan.Zero)).ShouldBeFalse();

        await Should.ThrowAsync<PoolDrainingException>(held);
    }

    [Test]
    public async Task Idle_pool_is_drained_at_once_and_can_still_be_disposed()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3 });
        var events = scripted.Pool.ObserveAsync();

        (await scripted.Pool.DrainAsync(Grace)).ShouldBeTrue();
        scripted.Workers.ShouldAllBe(worker => worker.Disposed);
        await scripted.DisposeAsync();

        scripted.Pool.GetStats().State.ShouldBe(PoolState.Disposed);
        (await events.OfType<PoolEvent.PoolMoved>().Select(moved => moved.State).ToListAsync()).ShouldBe([PoolState.Draining, PoolState.Disposed]);
        await Should.ThrowAsync<PoolDisposedException>(async () => await scripted.Pool.DrainAsync(Grace));
    }

    [Test]
    public async Task Call_that_was_let_in_may_try_again_on_a_new_worker()
    {
        var crashed = false;
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, script: worker => worker.On("flaky", _ =>
        {
            if (!Interlocked.Exchange(ref crashed, true))
                worker.Context.Crash("scripted");
            return InProcessReply.Success("well");
        }, CommandKind.Query));
        var (held, worker) = await scripted.HoldAsync();
        var flaky = scripted.Pool.ExecuteAnonymousAsync("flaky").AsTask();
        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        worker.Release.SetResult();
        await held;

        (await flaky).Attempts.ShouldBe(2);
        (await draining).ShouldBeTrue();
        scripted.Workers.Count.ShouldBe(2);
    }

    [Test]
    public async Task Worker_lost_in_a_draining_pool_is_not_replaced_for_nobody()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        var (held, worker) = await scripted.HoldAsync();
        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        scripted.Workers.Single(other => other != worker).Context.Crash("scripted");
        await scripted.ReachAsync(stats => stats.Workers.Count == 1);
        worker.Release.SetResult();
        await held;

        (await draining).ShouldBeTrue();
        scripted.Workers.Count.ShouldBe(2);
    }

    [Test]
    public async Task Who_waits_for_workers_of_a_draining_pool_is_refused()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var waiting = scripted.Pool.WaitUntilReadyAsync(2, TimeSpan.FromDays(1)).AsTask();

        await scripted.Pool.DrainAsync(Grace);

        await Should.ThrowAsync<PoolDrainingException>(waiting);
        await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.WaitUntilReadyAsync(1, TimeSpan.FromDays(1)));
        await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.ResizeAsync(2));
        await Should.ThrowAsync<PoolDrainingException>(async () => await scripted.Pool.ClearAsync());
    }

    [Test]
    public async Task Caller_who_stops_waiting_cuts_nothing_off_and_another_may_go_on()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await scripted.HoldAsync();
        using var cancel = new CancellationTokenSource();
        var abandoned = scripted.Pool.DrainAsync(Grace, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(abandoned);

        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();
        worker.Release.SetResult();

        (await held).Attempts.ShouldBe(1);
        (await draining).ShouldBeTrue();
    }

    [Test]
    public async Task Drain_of_a_pool_that_is_disposed_meanwhile_ends_and_says_that_calls_were_cut_off()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, _) = await scripted.HoldAsync();
        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        await scripted.DisposeAsync();

        (await draining).ShouldBeFalse();
        (await Should.ThrowAsync<PoolDisposedException>(held)).RequestFate.ShouldBe(RequestFate.Sent);
    }

    [Test]
    public async Task Failed_pool_can_be_drained()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxRestarts = 1 }, script: worker => worker.CrashOn("act"));
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAnonymousAsync("act"));

        (await scripted.Pool.DrainAsync(Grace)).ShouldBeTrue();

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.State.ShouldBe(PoolState.Failed), stats => stats.Workers.ShouldBeEmpty());
    }

    [TestCase(-2)]
    [TestCase(25 * 24 * 3600 * 1000L)]
    public async Task Grace_out_of_range_is_refused(long ms)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await scripted.Pool.DrainAsync(TimeSpan.FromMilliseconds(ms)));
        scripted.Pool.GetStats().State.ShouldBe(PoolState.Running);
    }

    [Test]
    public async Task Worker_that_is_being_started_when_the_pool_closes_is_ended()
    {
        var starting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        var made = 0;
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, script: _ =>
        {
            if (Interlocked.Increment(ref made) < 2)
                return;
            starting.SetResult();
            release.Wait();
        });
        var growing = scripted.Pool.ResizeAsync(2).AsTask();
        await starting.Task;

        var draining = scripted.Pool.DrainAsync(Grace).AsTask();
        await Should.ThrowAsync<PoolDrainingException>(growing);
        release.Set();

        (await draining).ShouldBeTrue();
        scripted.Pool.GetStats().Workers.ShouldBeEmpty();
    }
}
