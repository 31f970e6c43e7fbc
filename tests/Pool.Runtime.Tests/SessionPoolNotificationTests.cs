using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>What those who watch a pool are told, and what they are not.</summary>
internal sealed class SessionPoolNotificationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Caller_that_begins_to_wait_is_told_of_with_the_depth_of_the_queue()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();
        var (held, worker) = await scripted.HoldAsync();

        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();

        (await FirstAsync<PoolEvent.WaiterQueued>(events)).QueueDepth.ShouldBe(1);
        worker.Release.SetResult();
        await held;
        await waiting;
    }

    [Test]
    public async Task Checkout_is_told_of_with_its_worker_and_session()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();

        await scripted.Pool.ExecuteAsync("s", "who");

        var taken = await FirstAsync<PoolEvent.CheckedOut>(events);
        (taken.WorkerId, taken.SessionId).ShouldBe((scripted.Workers[0].Context.WorkerId, "s"));
    }

    [Test]
    public async Task Move_of_the_circuit_is_told_of()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "pool");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 }, services: given => given with { CircuitBreaker = breaker });
        var events = scripted.Pool.ObserveAsync();

        breaker.Isolate();

        var moved = await FirstAsync<PoolEvent.CircuitMoved>(events);
        (moved.From, moved.To).ShouldBe((CircuitState.Closed, CircuitState.Isolated));
    }

    [Test]
    public async Task Error_of_a_call_is_told_of_and_counted_as_no_cancellation()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();

        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAsync("s", "nonsense"));

        var failed = await FirstAsync<PoolEvent.CommandFailed>(events);
        (failed.Command, failed.SessionId, failed.Attempts).ShouldBe(("nonsense", "s", 1));
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Errors, counters.Cancellations).ShouldBe((1, 0));
    }

    [Test]
    public async Task Error_within_a_batch_is_told_of_with_the_command_that_failed()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();

        await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("who"), new BatchCommand("nonsense")]);

        (await FirstAsync<PoolEvent.CommandFailed>(events)).Command.ShouldBe("nonsense");
    }

    [Test]
    public async Task Cancelled_call_is_no_failed_command()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();
        using var cancel = new CancellationTokenSource();
        var held = scripted.Pool.ExecuteAsync("s", "hold", cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(held);
        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAsync("s", "nonsense"));
        (await FirstAsync<PoolEvent.CommandFailed>(events)).Command.ShouldBe("nonsense");
    }

    [Test]
    public async Task Log_names_each_move_of_a_worker_but_those_that_every_call_makes()
    {
        using var log = new EntryLog();
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, services: given => given with { LoggerFactory = log });
        await scripted.Pool.ExecuteAnonymousAsync("who");
        await scripted.DisposeAsync();

        // What is logged comes in order, from a thread of its own: with the last move all are there.
        await scripted.ReachAsync(_ => log.Of(2001).Any(entry => entry.Text.Contains("to Terminated:", StringComparison.Ordinal)));
        log.Of(2001).ShouldAllBe(entry => !entry.Text.Contains("to Busy:", StringComparison.Ordinal));
        log.Of(2001).ShouldAllBe(entry => !entry.Text.Contains("to Ready:", StringComparison.Ordinal));
    }

    [Test]
    public async Task Log_of_a_loss_says_that_a_process_is_unknown_where_there_is_none()
    {
        using var log = new EntryLog();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, services: given => given with { LoggerFactory = log });

        scripted.Workers[0].Context.Crash("scripted");

        (await log.FirstAsync(2002)).ShouldStartWith("Worker pool-w1 (process unknown) of pool pool was lost: Crash.");
    }

    [Test]
    public async Task Observation_that_has_ended_counts_no_more_and_ends_once()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var observation = scripted.Pool.BeginObservation();
        await scripted.Pool.ExecuteAnonymousAsync("who");
        observation.Dispose();

        var (held, worker) = await scripted.HoldAsync();
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();
        worker.Release.SetResult();
        await held;
        await waiting;
        observation.Dispose();

        (observation.Counters.Successes, observation.MaxQueueDepth).ShouldBe((1, 0));
    }

    [Test]
    public async Task Worker_that_the_pool_does_not_know_has_no_history()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        scripted.Pool.GetWorkerHistory("nobody").ShouldBeEmpty();
        scripted.Pool.FindSessionWorker("nobody").ShouldBeNull();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Wait_for_workers_that_the_pools_end_cuts_short_made_no_attempt(bool drains)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var waiting = scripted.Pool.WaitUntilReadyAsync(2, TimeSpan.FromHours(1)).AsTask();

        if (drains)
            await scripted.Pool.DrainAsync(Patience);
        else
            await scripted.Pool.DisposeAsync();

        (await Should.ThrowAsync<PoolException>(waiting.WaitAsync(Patience))).Attempts.ShouldBe(0);
        (await Should.ThrowAsync<PoolException>(async () => await scripted.Pool.WaitUntilReadyAsync(1, Patience))).Attempts.ShouldBe(0);
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<PoolEvent> events)
        where T : PoolEvent =>
        await events.OfType<T>().FirstAsync().AsTask().WaitAsync(Patience);
}
