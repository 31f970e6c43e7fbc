using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolQueueTests
{
    [Test]
    public async Task Waiters_are_served_in_order_of_arrival()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await HoldAsync(scripted);
        var waiting = Enumerable.Range(0, 20).Select(number => scripted.Pool.ExecuteAsync($"s{number}", "echo", number).AsTask()).ToList();

        worker.Release.SetResult();
        await held;
        await Task.WhenAll(waiting);

        Order(scripted).ShouldBe(Enumerable.Range(0, 20));
    }

    [Test]
    public async Task Commands_of_one_session_run_in_call_order_although_workers_are_free()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3 });
        var (held, worker) = await HoldAsync(scripted, "s");
        var waiting = Enumerable.Range(0, 10).Select(number => scripted.Pool.ExecuteAsync("s", "echo", number).AsTask()).ToList();

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.QueueDepth.ShouldBe(10), stats => stats.Ready.ShouldBe(2), stats => stats.Busy.ShouldBe(1));
        worker.Release.SetResult();
        await held;
        await Task.WhenAll(waiting);

        Order(scripted).ShouldBe(Enumerable.Range(0, 10));
        worker.Handled.Count.ShouldBe(11);
    }

    [Test]
    public async Task Call_whose_turn_comes_late_keeps_its_place_in_the_queue()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await HoldAsync(scripted, "a");
        var waiting = new[]
        {
            scripted.Pool.ExecuteAsync("a", "echo", 1).AsTask(),
            scripted.Pool.ExecuteAsync("b", "echo", 2).AsTask(),
            scripted.Pool.ExecuteAsync("c", "echo", 3).AsTask(),
        };

        worker.Release.SetResult();
        await held;
        await Task.WhenAll(waiting);

        Order(scripted).ShouldBe([1, 2, 3]);
    }

    [Test]
    public async Task Full_queue_refuses_at_once_and_names_its_limit()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxQueue = 1 });
        var (held, worker) = await HoldAsync(scripted);
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();

        var error = await Should.ThrowAsync<PoolSaturatedException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));

        error.Message.ShouldContain("All 1 places");
        worker.Release.SetResult();
        await held;
        await waiting;
    }

    [Test]
    public async Task Waiter_that_times_out_takes_no_worker_out_of_circulation()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, QueueTimeout = TimeSpan.FromSeconds(2) }, time);
        var (held, worker) = await HoldAsync(scripted);
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();

        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Should.ThrowAsync<QueueTimeoutException>(waiting);
        error.Waited.ShouldBe(TimeSpan.FromSeconds(2));
        worker.Release.SetResult();
        await held;
        (await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe(worker.Context.WorkerId);
        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Ready.ShouldBe(1), stats => stats.QueueDepth.ShouldBe(0), stats => stats.Counters.Losses.ShouldBe(0));
    }

    [Test]
    public async Task Deadline_covers_the_queue_and_says_so()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time);
        var (held, worker) = await HoldAsync(scripted);
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }).AsTask();

        time.Advance(TimeSpan.FromSeconds(1));

        var error = await Should.ThrowAsync<CommandTimeoutException>(waiting);
        (error.Phase, error.RequestFate).ShouldBe((CommandPhase.Queue, RequestFate.NotSent));
        worker.Release.SetResult();
        await held;
    }

    [Test]
    public async Task Cancelled_waiter_passes_its_sessions_turn_on()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await HoldAsync(scripted, "s");
        using var cancel = new CancellationTokenSource();
        var cancelled = scripted.Pool.ExecuteAsync("s", "who", cancellationToken: cancel.Token).AsTask();
        var next = scripted.Pool.ExecuteAsync("s", "who").AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        worker.Release.SetResult();

        await held;
        (await next).WorkerId.ShouldBe(worker.Context.WorkerId);
        scripted.Pool.GetStats().QueueDepth.ShouldBe(0);
    }

    [Test]
    public async Task Overflow_worker_serves_a_waiter_and_is_retired_when_idle()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxOverflow = 1, OverflowIdleTimeout = TimeSpan.FromSeconds(3) }, time);
        var (held, worker) = await HoldAsync(scripted);

        var served = await scripted.Pool.ExecuteAnonymousAsync("who");

        served.WorkerId.ShouldNotBe(worker.Context.WorkerId);
        worker.Release.SetResult();
        await held;
        await using var events = scripted.Pool.ObserveAsync().GetAsyncEnumerator();
        time.Advance(TimeSpan.FromSeconds(3));
        await UntilAsync(events, happened => happened is PoolEvent.WorkerMoved { To: WorkerState.Terminated });
        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Ready.ShouldBe(1), stats => stats.Workers.Count.ShouldBe(1), stats => stats.Counters.Losses.ShouldBe(0));
    }

    [Test]
    public async Task Never_more_workers_than_size_and_overflow()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2, MaxOverflow = 1 });
        var calls = Enumerable.Range(0, 200).Select(number => scripted.Pool.ExecuteAsync($"s{number % 7}", "who").AsTask()).ToList();

        await Task.WhenAll(calls);

        scripted.Workers.Count.ShouldBeInRange(2, 3);
        scripted.Pool.GetStats().Counters.ShouldSatisfyAllConditions(
            counters => counters.Successes.ShouldBe(200), counters => counters.Checkouts.ShouldBe(200), counters => counters.Checkins.ShouldBe(200));
    }

    private static async Task<(Task Held, ScriptedWorker Worker)> HoldAsync(ScriptedPool scripted, string? session = null)
    {
        var held = session is null
            ? scripted.Pool.ExecuteAnonymousAsync("hold").AsTask()
            : scripted.Pool.ExecuteAsync(session, "hold").AsTask();
        var started = await Task.WhenAny(scripted.Workers.Select(worker => worker.Holding.Task));
        return (held, scripted.Workers.Single(worker => worker.Holding.Task == started));
    }

    // The order is what the workers saw: callers' continuations may run in any.
    private static List<int> Order(ScriptedPool scripted) =>
        [.. scripted.Echoed.Select(int.Parse)];

    private static async Task UntilAsync(IAsyncEnumerator<PoolEvent> events, Func<PoolEvent, bool> wanted)
    {
        while (await events.MoveNextAsync())
        {
            if (wanted(events.Current))
                return;
        }
    }
}
