using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolLifecycleTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_that_waits_for_its_workers_ends_when_the_pool_does(bool drains)
    {
        // As in a container, which gives the pool away before it has started.
        var pool = SessionPool.Prepare(
            new PoolOptions { Size = 1, StartTimeout = TimeSpan.FromDays(1) }, new MuteAdapter(), new SessionPoolServices());
        var starting = pool.StartPreparedAsync(inBackground: false, CancellationToken.None).AsTask();

        if (drains)
            await pool.DrainAsync(TimeSpan.Zero);
        else
            await pool.DisposeAsync();

        var error = await Should.ThrowAsync<PoolException>(starting.WaitAsync(TimeSpan.FromSeconds(30)));
        error.ShouldBeOfType(drains ? typeof(PoolDrainingException) : typeof(PoolDisposedException));
        pool.GetStats().Workers.ShouldBeEmpty();
    }

    [Test]
    public async Task Eager_pool_has_its_size_ready_when_it_is_returned()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 5, MaxConcurrentStarts = 2 });

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Ready.ShouldBe(5), stats => stats.State.ShouldBe(PoolState.Running), stats => stats.Counters.Starts.ShouldBe(5));
    }

    [Test]
    public async Task Lazy_pool_starts_a_worker_for_its_first_call()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3, LazyStart = true });
        scripted.Pool.GetStats().Workers.ShouldBeEmpty();

        await scripted.Pool.ExecuteAnonymousAsync("who");

        scripted.Workers.Count.ShouldBe(1);
    }

    [Test]
    public async Task All_invalid_options_are_named_at_once()
    {
        var options = new PoolOptions { Size = 0, MaxQueue = -1, CommandTimeout = TimeSpan.Zero };

        var error = await Should.ThrowAsync<PoolOptionsException>(async () => await ScriptedPool.StartAsync(options));

        error.InvalidOptions.Select(invalid => invalid.Name).ShouldBe(
            [nameof(PoolOptions.Size), nameof(PoolOptions.MaxQueue), nameof(PoolOptions.CommandTimeout)], ignoreOrder: true);
    }

    [Test]
    public async Task Worker_that_does_not_start_fails_the_pools_start_and_nothing_is_left()
    {
        var made = new List<ScriptedWorker>();
        var adapter = new InMemoryAdapter(context =>
        {
            lock (made)
            {
                if (made.Count == 2)
                    throw new InvalidOperationException("no third worker");
                made.Add(new ScriptedWorker(context));
                return made[^1];
            }
        });

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(new PoolOptions { Size = 3 }, adapter));

        error.Message.ShouldContain("no third worker");
        made.ShouldAllBe(worker => worker.Disposed);
    }

    [Test]
    public async Task Command_beyond_its_deadline_condemns_the_worker_and_its_late_answer_reaches_nobody()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, CommandTimeout = TimeSpan.FromSeconds(4), CancelGrace = TimeSpan.Zero }, time);
        var slow = scripted.Workers[0];
        var held = scripted.Pool.ExecuteAsync("s", "hold", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }).AsTask();
        await slow.Holding.Task;

        time.Advance(TimeSpan.FromSeconds(1));

        var error = await Should.ThrowAsync<CommandTimeoutException>(held);
        (error.Phase, error.RequestFate, error.WorkerId).ShouldBe((CommandPhase.Command, RequestFate.Sent, slow.Context.WorkerId));
        slow.Release.TrySetResult();
        for (var i = 0; i < 10; i++)
            (await scripted.Pool.ExecuteAsync("s", "echo", i)).Value.GetInt32().ShouldBe(i);
        scripted.Pool.GetStats().Counters.ShouldSatisfyAllConditions(
            counters => counters.Losses.ShouldBe(1), counters => counters.Restarts.ShouldBe(1), counters => counters.Errors.ShouldBe(1));
    }

    [Test]
    public async Task Idle_worker_that_crashes_is_replaced_without_a_call()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        await using var events = scripted.Pool.ObserveAsync().GetAsyncEnumerator();

        scripted.Workers[0].Context.Crash("idle crash");

        var seen = await ReadUntilAsync(events, happened => happened is PoolEvent.WorkerRestarted);
        seen.OfType<PoolEvent.WorkerMoved>().First(move => move.WorkerId == scripted.Workers[0].Context.WorkerId)
            .ShouldSatisfyAllConditions(
                move => move.From.ShouldBe(WorkerState.Ready),
                move => move.To.ShouldBe(WorkerState.Terminating),
                move => move.Reason.ShouldBe(TransitionReason.Crash));
        seen.Select(happened => happened.Sequence).ShouldBe(seen.Select((_, index) => seen[0].Sequence + index));
        scripted.Pool.GetStats().Counters.Restarts.ShouldBe(1);
    }

    [Test]
    public async Task Too_many_crashes_fail_the_pool_and_its_callers_are_told()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxRestarts = 2, MaxKillsPerCommand = 0 }, script: worker => worker.CrashOn("act"));

        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAnonymousAsync("act"));
        var error = await Should.ThrowAsync<PoolFailedException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));

        error.Message.ShouldContain("3 workers were lost");
        scripted.Pool.GetStats().State.ShouldBe(PoolState.Failed);
    }

    [Test]
    public async Task Failed_restart_is_tried_again_after_a_growing_delay()
    {
        var time = new FakeTimeProvider();
        var refuse = false;
        var starts = 0;
        var adapter = new InMemoryAdapter(context =>
        {
            Interlocked.Increment(ref starts);
            return Volatile.Read(ref refuse) ? throw new InvalidOperationException("not now")
                : new ScriptedWorker(context).On("crash", _ => Crash(context), CommandKind.Effect);
        });
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, adapter, new SessionPoolServices { Time = time, Seed = 3 });
        await using var events = pool.ObserveAsync().GetAsyncEnumerator();
        Volatile.Write(ref refuse, true);
        await Should.ThrowAsync<PoolException>(async () => await pool.ExecuteAnonymousAsync("crash"));
        await ReadUntilAsync(events, happened => happened is PoolEvent.WorkerMoved { Reason: TransitionReason.StartFailed });
        starts.ShouldBe(2);

        Volatile.Write(ref refuse, false);
        time.Advance(TimeSpan.FromMilliseconds(125));
        await pool.WaitUntilReadyAsync(1, TimeSpan.FromSeconds(1));

        pool.GetStats().Counters.ShouldSatisfyAllConditions(
            counters => counters.StartFailures.ShouldBe(1), counters => counters.Restarts.ShouldBe(1), counters => counters.Starts.ShouldBe(2));
    }

    [Test]
    public async Task Disposing_refuses_waiters_cuts_off_running_calls_and_ends_every_worker()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var held = scripted.Pool.ExecuteAnonymousAsync("hold").AsTask();
        await scripted.Workers[0].Holding.Task;
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();

        await scripted.DisposeAsync();
        await scripted.DisposeAsync();

        (await Should.ThrowAsync<PoolDisposedException>(held)).RequestFate.ShouldBe(RequestFate.Sent);
        (await Should.ThrowAsync<PoolDisposedException>(waiting)).RequestFate.ShouldBe(RequestFate.NotSent);
        await Should.ThrowAsync<PoolDisposedException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));
        scripted.Workers.ShouldAllBe(worker => worker.Disposed);
        scripted.Pool.GetStats().Workers.ShouldBeEmpty();
    }

    [Test]
    public async Task Disposing_ends_the_readers_of_events()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();
        await scripted.DisposeAsync();

        var seen = new List<PoolEvent>();
        await foreach (var happened in events)
            seen.Add(happened);

        seen.ShouldContain(happened => happened is PoolEvent.PoolMoved);
    }

    [Test]
    public async Task Slow_reader_of_events_is_told_how_many_it_missed()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        await using var events = scripted.Pool.ObserveAsync().GetAsyncEnumerator();

        for (var i = 0; i < 600; i++)
            await scripted.Pool.ExecuteAnonymousAsync("who");
        var first = await ReadUntilAsync(events, happened => happened.Sequence == 1024);
        await scripted.Pool.ExecuteAnonymousAsync("who");
        await events.MoveNextAsync();

        first.Count.ShouldBe(1024);
        var missed = events.Current.ShouldBeOfType<PoolEvent.Missed>();
        await events.MoveNextAsync();
        events.Current.Sequence.ShouldBe(1024 + missed.Count + 1);
    }

    [Test]
    public async Task Observation_counts_exactly_what_happens_between_its_ends()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        await scripted.Pool.ExecuteAnonymousAsync("who");
        using var observation = scripted.Pool.BeginObservation();
        var held = scripted.Pool.ExecuteAnonymousAsync("hold").AsTask();
        await scripted.Workers[0].Holding.Task;
        var waiting = Enumerable.Range(0, 3).Select(_ => scripted.Pool.ExecuteAnonymousAsync("who").AsTask()).ToList();
        scripted.Workers[0].Release.SetResult();
        await held;
        await Task.WhenAll(waiting);

        observation.Dispose();
        await scripted.Pool.ExecuteAnonymousAsync("who");

        (observation.Counters.Checkouts, observation.Counters.Successes, observation.MaxQueueDepth).ShouldBe((4, 4, 3));
    }

    [Test]
    public async Task Circuit_opens_after_losses_and_refuses_calls_without_a_worker()
    {
        var time = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { ConsecutiveFailures = 3 }, time, "test");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxKillsPerCommand = 0 }, time, script: worker => worker.CrashOn("act"), services: given => given with { CircuitBreaker = breaker });
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAnonymousAsync("act"));

        await Should.ThrowAsync<CircuitOpenException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));

        // A start that is still under way would run into its own timeout when the clock moves.
        await scripted.Pool.WaitUntilReadyAsync(1, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromMinutes(1));
        await scripted.Pool.ExecuteAnonymousAsync("who");
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Test]
    public async Task Error_of_the_users_code_is_no_failure_of_the_circuit()
    {
        var time = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { ConsecutiveFailures = 1 }, time, "test");
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time, services: given => given with { CircuitBreaker = breaker });

        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAnonymousAsync("unknown"));

        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Test]
    public async Task Waiting_for_readiness_ends_when_enough_workers_are_there_or_says_what_is()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 }, time);
        await scripted.Pool.WaitUntilReadyAsync(2, TimeSpan.FromSeconds(1));

        var waiting = scripted.Pool.WaitUntilReadyAsync(3, TimeSpan.FromSeconds(1)).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<TimeoutException>(waiting)).Message.ShouldContain("2 are ready");
    }

    private static InProcessReply Crash(InProcessWorkerContext context)
    {
        context.Crash("scripted");
        return InProcessReply.Success(null);
    }

    private static async Task<List<PoolEvent>> ReadUntilAsync(IAsyncEnumerator<PoolEvent> events, Func<PoolEvent, bool> wanted)
    {
        var seen = new List<PoolEvent>();
        while (await events.MoveNextAsync())
        {
            seen.Add(events.Current);
            if (wanted(events.Current))
                break;
        }

        return seen;
    }
}
