using System.Collections.Concurrent;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What becomes of a worker whose command was cancelled or ran out of time.</summary>
[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolSettlementTests(Transport transport)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly WatchedTime _time = new();
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentQueue<byte[]> _sent = new();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Caller_is_released_before_its_worker_answers_and_the_worker_stays_if_it_does_in_time(bool byDeadline)
    {
        await using var scripted = await StartAsync();
        await StopLateAsync(scripted, "s", byDeadline);

        var next = scripted.Pool.ExecuteAsync("s", "echo", 5).AsTask();
        (next.IsCompleted, scripted.Pool.GetStats().Busy).ShouldBe((false, 1));
        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        _mayAnswer.SetResult();

        (await next).Value.GetInt32().ShouldBe(5);
        (await next).WorkerId.ShouldBe(scripted.Workers[0].Context.WorkerId);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [TestCase(true, TransitionReason.Timeout)]
    [TestCase(false, TransitionReason.Cancelled)]
    public async Task Worker_that_does_not_answer_is_replaced_when_the_grace_is_over_and_not_before(bool byDeadline, TransitionReason reason)
    {
        await using var scripted = await StartAsync();
        await StopLateAsync(scripted, "s", byDeadline);
        await _time.SetAsync(Grace);
        var next = scripted.Pool.ExecuteAsync("s", "who").AsTask();

        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        (next.IsCompleted, scripted.Pool.GetStats().Counters.Losses).ShouldBe((false, 0));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var home = scripted.Workers[0].Context.WorkerId;
        (await next).WorkerId.ShouldNotBe(home);
        scripted.Pool.GetWorkerHistory(home).ShouldContain(move => move.To == WorkerState.Terminating && move.Reason == reason);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Late_result_of_a_mutation_is_a_part_of_the_session()
    {
        await using var scripted = await StartAsync();
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        await StopLateAsync(scripted, "s");
        _mayAnswer.SetResult();
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "b" });

        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);
        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[1].Handled.ShouldBe(["append", "late", "append", "who"]);
    }

    [TestCase("call")]
    [TestCase("batch")]
    [TestCase("lease")]
    public async Task Late_result_is_journaled_with_the_bytes_that_were_sent_whatever_its_caller_does_with_them_since(string way)
    {
        await using var scripted = await StartAsync();
        byte[] bytes = [1, 2, 3];
        await StopLateAsync(scripted, bytes, way);
        bytes.AsSpan().Clear();
        _mayAnswer.SetResult();
        await scripted.ReachAsync(stats => stats.Ready == 1);

        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);
        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[1].Handled.ShouldBe(["late", "who"]);
        _sent.ShouldBe([[1, 2, 3], [1, 2, 3]]);
    }

    [Test]
    public async Task Late_error_of_a_mutation_is_not()
    {
        await using var scripted = await StartAsync(fails: true);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        await StopLateAsync(scripted, "s");
        _mayAnswer.SetResult();
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);

        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);
        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[1].Handled.ShouldBe(["append", "who"]);
    }

    [Test]
    public async Task Late_result_without_a_session_concerns_nobody()
    {
        await using var scripted = await StartAsync();
        await StopLateAsync(scripted, null);
        _mayAnswer.SetResult();

        (await scripted.Pool.ExecuteAnonymousAsync("echo", 5)).Value.GetInt32().ShouldBe(5);

        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Without_a_grace_the_worker_is_replaced_at_once()
    {
        await using var scripted = await StartAsync(grace: TimeSpan.Zero);
        await StopLateAsync(scripted, "s");

        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldNotBe(scripted.Workers[0].Context.WorkerId);

        scripted.Pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Worker_that_heeds_cancellation_stays_although_its_command_has_no_end()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, _time, transport, worker =>
        {
            worker.ObservesCancellation = true;
            worker.OnAsync(
                "late",
                async (request, _) =>
                {
                    _begun.SetResult();
                    await Task.Delay(Timeout.Infinite, request.Cancelled);
                    return InProcessReply.Success(null);
                },
                CommandKind.Mutation);
        });
        await StopLateAsync(scripted, "s");

        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldBe(scripted.Workers[0].Context.WorkerId);

        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_crashes_in_the_grace_is_replaced_and_what_it_ran_is_in_no_session()
    {
        await using var scripted = await StartAsync();
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        await StopLateAsync(scripted, "s");
        var next = scripted.Pool.ExecuteAsync("s", "who").AsTask();

        scripted.Workers[0].Context.Crash("killed by the test");

        (await next).WorkerId.ShouldNotBe(scripted.Workers[0].Context.WorkerId);
        scripted.Workers[1].Handled.ShouldBe(["append", "who"]);
        scripted.Pool.GetStats().Counters.Checkins.ShouldBe(3);
    }

    [Test]
    public async Task Session_that_waits_for_its_worker_to_settle_does_not_move_although_others_are_free()
    {
        await using var scripted = await StartAsync(size: 2);
        await StopLateAsync(scripted, "s");
        var next = scripted.Pool.ExecuteAsync("s", "echo", 1).AsTask();
        var other = await scripted.Pool.ExecuteAsync("other", "who");

        scripted.Pool.GetStats().QueueDepth.ShouldBe(1);
        _mayAnswer.SetResult();

        (await next).WorkerId.ShouldNotBe(other.WorkerId);
        (await next).WorkerId.ShouldBe(scripted.Workers.Single(worker => worker.Handled.Contains("late")).Context.WorkerId);
    }

    [Test]
    public async Task Pool_is_disposed_without_waiting_for_the_grace()
    {
        var scripted = await StartAsync();
        await StopLateAsync(scripted, "s");
        await _time.SetAsync(Grace);

        await scripted.DisposeAsync();

        scripted.Pool.GetStats().Workers.ShouldBeEmpty();
    }

    [Test]
    public async Task Session_whose_restoring_was_cut_short_is_restored_from_the_beginning()
    {
        await using var scripted = await StartAsync();
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        _mayAnswer.SetResult();
        await scripted.Pool.ExecuteAsync("s", "late");
        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1 && stats.Ready == 1);
        var replayBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayReplay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scripted.Workers[1].OnAsync(
            "late",
            async (_, stopped) =>
            {
                replayBegun.TrySetResult();
                await mayReplay.Task.WaitAsync(stopped);
                return InProcessReply.Success("late");
            },
            CommandKind.Mutation);
        using var cancel = new CancellationTokenSource();
        var cancelled = scripted.Pool.ExecuteAsync("s", "list", cancellationToken: cancel.Token).AsTask();
        await replayBegun.Task;

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        mayReplay.SetResult();

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);
        scripted.Workers[1].Handled.ShouldBe(["append", "late", "append", "late", "list"]);
        scripted.Workers[1].Ended.ShouldBe(["s"]);
    }

    // Ends the call of a "late", a mutation that its worker has begun and answers once it may.
    private async Task StopLateAsync(ScriptedPool scripted, string? session, bool byDeadline = false)
    {
        using var cancel = new CancellationTokenSource();
        var options = new ExecuteOptions { Timeout = Deadline };
        var late = session is null
            ? scripted.Pool.ExecuteAnonymousAsync("late", options: options, cancellationToken: cancel.Token).AsTask()
            : scripted.Pool.ExecuteAsync(session, "late", options: options, cancellationToken: cancel.Token).AsTask();
        await _begun.Task;
        if (byDeadline)
        {
            _time.Advance(Deadline);
            (await Should.ThrowAsync<CommandTimeoutException>(late)).Phase.ShouldBe(CommandPhase.Command);
        }
        else
        {
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(late);
        }
    }

    private async Task StopLateAsync(ScriptedPool scripted, byte[] bytes, string way)
    {
        using var cancel = new CancellationTokenSource();
        var late = Task.Run(async () =>
        {
            switch (way)
            {
                case "call":
                    await scripted.Pool.ExecuteAsync("s", "late", new { bytes }, cancellationToken: cancel.Token);
                    break;
                case "batch":
                    await scripted.Pool.ExecuteBatchAsync("s", [new("late", new { bytes })], cancellationToken: cancel.Token);
                    break;
                default:
                    await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")))
                        await lease.ExecuteAsync("late", new { bytes }, cancellationToken: cancel.Token);
                    break;
            }
        });
        await _begun.Task;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(late);
    }

    private Task<ScriptedPool> StartAsync(TimeSpan? grace = null, int size = 1, bool fails = false) => ScriptedPool.StartAsync(
        new PoolOptions { Size = size, CancelGrace = grace ?? Grace, QueueTimeout = Grace * 2 }, _time, transport, worker => worker.OnAsync(
            "late",
            async (request, stopped) =>
            {
                foreach (var blob in request.Blobs)
                    _sent.Enqueue(blob.ToArray());
                _begun.TrySetResult();
                await _mayAnswer.Task.WaitAsync(stopped);
                return fails ? InProcessReply.Failure(new InProcessError("ValueError", "late")) : InProcessReply.Success("late");
            },
            CommandKind.Mutation));
}
