using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolBatchTests(Transport transport)
{
    [Test]
    public async Task Commands_run_in_order_on_one_worker_and_each_has_its_outcome()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 3 });

        var outcomes = await scripted.Pool.ExecuteBatchAsync("s", [.. Enumerable.Range(0, 500).Select(i => new BatchCommand("echo", i))]);

        scripted.Echoed.Select(int.Parse).ShouldBe(Enumerable.Range(0, 500));
        outcomes.Select(outcome => outcome.GetResult().Value.GetInt32()).ShouldBe(Enumerable.Range(0, 500));
        outcomes.ShouldAllBe(outcome => outcome.Command == "echo" && outcome.IsSuccess && outcome.Error == null);
        outcomes.Select(outcome => outcome.Result!.WorkerId).Distinct().ShouldHaveSingleItem();
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Checkouts, counters.Checkins, counters.Successes, counters.Errors).ShouldBe((1, 1, 1, 0));
    }

    [Test]
    public async Task Empty_batch_asks_nothing_of_anybody()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        (await scripted.Pool.ExecuteBatchAsync("s", [])).ShouldBeEmpty();

        var stats = scripted.Pool.GetStats();
        (stats.Sessions, stats.Counters.Checkouts, stats.Counters.Successes).ShouldBe((0, 0, 0));
    }

    [Test]
    public async Task Commands_own_error_does_not_stop_the_next()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 }, worker => worker.On(
            "break", _ => InProcessReply.Failure(new InProcessError("ValueError", "no such thing")), CommandKind.Query));

        var outcomes = await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("break"), new("echo", 3)]);

        outcomes.Select(outcome => outcome.IsSuccess).ShouldBe([true, false, true]);
        var error = outcomes[1].Error.ShouldBeOfType<RemoteCommandException>();
        (error.RemoteType, error.Command, error.SessionId).ShouldBe(("ValueError", "break", "s"));
        Should.Throw<RemoteCommandException>(() => outcomes[1].GetResult()).ShouldBeSameAs(error);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Successes, counters.Errors, counters.Losses).ShouldBe((0, 1, 0));
    }

    [Test]
    public async Task Lost_worker_fails_what_it_had_not_answered_and_none_of_it_runs_elsewhere()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 }, worker => worker.CrashOn("die"));

        var outcomes = await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("touch"), new("die"), new("echo", 4), new("echo", 5)]);

        outcomes.Select(outcome => outcome.IsSuccess).ShouldBe([true, true, false, false, false]);
        outcomes.Skip(2).ShouldAllBe(outcome => outcome.Error is WorkerLostException && outcome.Error.Command == outcome.Command);
        scripted.Echoed.ShouldBe(["1"]);
        scripted.Workers.Sum(worker => worker.Handled.Count).ShouldBe(3);
        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldNotBe(outcomes[0].Result!.WorkerId);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Losses, counters.Errors, counters.Retries).ShouldBe((1, 1, 0));
    }

    [Test]
    public async Task Mutations_of_a_batch_are_a_part_of_the_session()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 }, worker => worker.CrashOn("die"));
        var outcomes = await scripted.Pool.ExecuteBatchAsync(
            "s", [new("append", new { item = "a" }), new("append", new { item = "b" }), new("die"), new("append", new { item = "c" })]);
        outcomes.Count(outcome => outcome.IsSuccess).ShouldBe(2);

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a", "b"]);

        scripted.Pool.GetStats().Counters.ReplayedCommands.ShouldBe(2);
    }

    [Test]
    public async Task Batch_on_a_worker_that_is_behind_is_preceded_by_the_sessions_history()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var home = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" })).WorkerId;
        scripted.WorkerOf(home).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);

        var outcomes = await scripted.Pool.ExecuteBatchAsync("s", [new("append", new { item = "b" }), new("list")]);

        outcomes[1].GetResult().Value.EnumerateArray().Select(item => item.GetString()).ShouldBe(["a", "b"]);
    }

    [Test]
    public async Task Batches_and_calls_of_a_session_keep_their_order()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var (held, worker) = await scripted.HoldAsync("s");
        var first = scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("echo", 2)]).AsTask();
        var second = scripted.Pool.ExecuteAsync("s", "echo", 3).AsTask();
        var third = scripted.Pool.ExecuteBatchAsync("s", [new("echo", 4)]).AsTask();

        worker.Release.SetResult();
        await Task.WhenAll(held, first, second, third);

        scripted.Echoed.ShouldBe(["1", "2", "3", "4"]);
        first.Result[0].Result!.QueueTime.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Test]
    public async Task Command_that_is_null_or_has_no_name_is_refused_before_any_is_sent()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<ArgumentNullException>(async () => await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), null!]));
        await Should.ThrowAsync<ArgumentException>(async () => await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("")]));
        await Should.ThrowAsync<ArgumentsNotSerializableException>(
            async () => await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("echo", new { type = typeof(int) })]));

        scripted.Workers[0].Handled.ShouldBeEmpty();
        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe(0);
    }

    [Test]
    public async Task Command_that_killed_too_many_workers_is_held_back_in_a_batch_too()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2, MaxKillsPerCommand = 2 }, worker => worker.CrashOn("die"));
        BatchCommand[] commands = [new("echo", 1), new("die"), new("echo", 2)];

        (await scripted.Pool.ExecuteBatchAsync("s", commands))[1].Error.ShouldBeOfType<WorkerLostException>();
        var last = await scripted.Pool.ExecuteBatchAsync("s", commands);
        var held = await scripted.Pool.ExecuteBatchAsync("s", commands);

        last.Select(outcome => outcome.Error?.GetType()).ShouldBe([null, typeof(CommandQuarantinedException), typeof(WorkerLostException)]);
        held.Select(outcome => outcome.Error?.GetType()).ShouldBe([null, typeof(CommandQuarantinedException), null]);
        held[1].Error!.Command.ShouldBe("die");
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(2);
        await Should.ThrowAsync<CommandQuarantinedException>(async () => await scripted.Pool.ExecuteAsync("s", "die"));
    }

    [Test]
    public async Task Progress_of_every_command_is_reported_in_order()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 }, worker => worker.OnAsync(
            "steps",
            async (request, _) =>
            {
                await request.SendProgressAsync(request.Args.GetInt32());
                return InProcessReply.Success(null);
            },
            CommandKind.Query));
        var progress = new ProgressLog();

        await scripted.Pool.ExecuteBatchAsync("s", [new("steps", 1), new("steps", 2)], new ExecuteOptions { Progress = progress });

        await progress.ReachAsync(2);
        progress.Reports.ShouldBe(["1", "2"]);
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(options, transport: transport, script: script);
}
