using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a batch tells its worker, its breaker and the quarantine.</summary>
internal sealed class SessionPoolBatchVerdictTests
{
    private static readonly BatchCommand[] Deadly = [new("who"), new("die")];

    [Test]
    public async Task Worker_hears_with_each_command_but_the_last_that_more_are_to_come()
    {
        var workers = new TalkingAdapter(message => message is HostRequest request ? [TalkingChannel.Result(request.Id)] : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);

        await pool.ExecuteBatchAsync("s", [new BatchCommand("ask"), new BatchCommand("ask"), new BatchCommand("ask")]);

        workers.Channels[0].Heard.OfType<HostRequest>().Select(request => request.More).ShouldBe([true, true, false]);
    }

    [Test]
    public async Task Batch_is_one_success_for_the_breaker_and_a_lost_worker_one_failure()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "pool");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 }, script: worker => worker.CrashOn("die"), services: given => given with { CircuitBreaker = breaker });

        await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("who"), new BatchCommand("nonsense"), new BatchCommand("who")]);
        var stats = breaker.GetStats();
        (stats.Succeeded, stats.Failed, stats.Abandoned).ShouldBe((1, 0, 0));

        (await scripted.Pool.ExecuteBatchAsync("s", Deadly))[1].Error.ShouldBeOfType<WorkerLostException>();
        stats = breaker.GetStats();
        (stats.Succeeded, stats.Failed, stats.Abandoned).ShouldBe((1, 1, 0));
    }

    [Test]
    public async Task Command_that_a_worker_survives_in_a_batch_begins_its_count_of_kills_anew()
    {
        var kills = true;
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxKillsPerCommand = 2 },
            script: worker => worker.On("die", _ =>
            {
                if (Volatile.Read(ref kills))
                    worker.Context.Crash("scripted");
                return InProcessReply.Success(null);
            }));

        (await scripted.Pool.ExecuteBatchAsync("s", Deadly))[1].Error.ShouldBeOfType<WorkerLostException>();
        Volatile.Write(ref kills, false);
        (await scripted.Pool.ExecuteBatchAsync("s", Deadly))[1].Error.ShouldBeNull();
        Volatile.Write(ref kills, true);
        (await scripted.Pool.ExecuteBatchAsync("s", Deadly))[1].Error.ShouldBeOfType<WorkerLostException>();
    }

    [Test]
    public async Task Of_many_commands_that_a_lost_worker_owes_only_the_first_is_blamed()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxKillsPerCommand = 1 }, script: worker => worker.CrashOn("die"));

        var outcomes = await scripted.Pool.ExecuteBatchAsync(
            "s", [new BatchCommand("die"), new BatchCommand("echo", 1), new BatchCommand("echo", 2), new BatchCommand("echo", 3)]);

        outcomes.Select(outcome => outcome.Error?.GetType()).ShouldBe(
            [typeof(CommandQuarantinedException), typeof(WorkerLostException), typeof(WorkerLostException), typeof(WorkerLostException)]);
    }

    [Test]
    public async Task Batch_that_the_circuit_refuses_is_one_error_that_names_its_first_command()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "pool");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 }, services: given => given with { CircuitBreaker = breaker });
        breaker.Isolate();

        var error = await Should.ThrowAsync<CircuitOpenException>(async () => await scripted.Pool.ExecuteBatchAsync("s", Deadly));

        (error.Command, error.SessionId, error.Attempts).ShouldBe(("who", "s", 1));
        scripted.Pool.GetStats().Counters.Errors.ShouldBe(1);
        scripted.Workers[0].Handled.ShouldBeEmpty();
    }

    [Test]
    public async Task Batch_that_ends_before_it_has_a_worker_leaves_the_breaker_without_a_verdict()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "pool");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 }, services: given => given with { CircuitBreaker = breaker });
        var (held, worker) = await scripted.HoldAsync();
        using var cancel = new CancellationTokenSource();
        var batch = scripted.Pool.ExecuteBatchAsync("s", Deadly, cancellationToken: cancel.Token).AsTask();
        var call = scripted.Pool.ExecuteAsync("t", "who", cancellationToken: cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(batch);
        await Should.ThrowAsync<OperationCanceledException>(call);
        breaker.GetStats().Abandoned.ShouldBe(2);
        worker.Release.SetResult();
        await held;
    }

    [Test]
    public async Task Command_beyond_its_deadline_is_a_failure_for_the_breaker()
    {
        var time = new WatchedTime();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), time, "pool");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 }, time, services: given => given with { CircuitBreaker = breaker });
        var held = scripted.Pool.ExecuteAsync("s", "hold", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }).AsTask();
        await scripted.Workers[0].Holding.Task;

        time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<CommandTimeoutException>(held);
        var stats = breaker.GetStats();
        (stats.Succeeded, stats.Failed, stats.Abandoned).ShouldBe((0, 1, 0));
    }
}
