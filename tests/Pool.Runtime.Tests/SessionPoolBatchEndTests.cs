using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

/// <summary>Batches that are stopped by their deadline, their caller or their pool.</summary>
[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolBatchEndTests(Transport transport)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly BatchCommand[] Commands =
    [
        new("append", new { item = "a" }),
        new("hold"),
        new("append", new { item = "b" }),
    ];

    [Test]
    public async Task Deadline_fails_what_is_unanswered_at_once_and_the_worker_stays_if_it_answers_in_time()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(time);
        var batch = scripted.Pool.ExecuteBatchAsync("s", Commands, new ExecuteOptions { Timeout = Deadline }).AsTask();
        await FirstIsAnsweredAsync(scripted);

        time.Advance(Deadline);
        var outcomes = await batch;

        ShouldHaveTimedOut(outcomes);
        scripted.Pool.GetStats().Counters.Errors.ShouldBe(1);
        var next = scripted.Pool.ExecuteAsync<string[]>("s", "list").AsTask();
        (next.IsCompleted, scripted.Pool.GetStats().Busy).ShouldBe((false, 1));
        scripted.Workers[0].Release.SetResult();
        // What was written ahead has run, whatever the caller was told.
        (await next).ShouldBe(["a", "b"]);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a", "b"]);
    }

    [Test]
    public async Task Worker_that_does_not_answer_within_the_grace_is_replaced()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(time);
        var batch = scripted.Pool.ExecuteBatchAsync("s", Commands, new ExecuteOptions { Timeout = Deadline }).AsTask();
        await FirstIsAnsweredAsync(scripted);
        time.Advance(Deadline);
        ShouldHaveTimedOut(await batch);
        await time.SetAsync(Grace);

        time.Advance(Grace);

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Callers_cancel_ends_the_batch_and_keeps_what_was_answered()
    {
        await using var scripted = await StartAsync(new WatchedTime());
        using var cancel = new CancellationTokenSource();
        var batch = scripted.Pool.ExecuteBatchAsync("s", Commands, cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(batch)).CancellationToken.ShouldBe(cancel.Token);
        scripted.Workers[0].Release.SetResult();
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a", "b"]);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Cancellations, counters.Errors, counters.Losses, counters.Checkins).ShouldBe((1, 0, 0, 2));
    }

    [Test]
    public async Task Batch_that_is_stopped_in_the_queue_sends_nothing()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(time);
        var (held, worker) = await scripted.HoldAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = scripted.Pool.ExecuteBatchAsync("s", Commands, cancellationToken: cancel.Token).AsTask();
        var late = scripted.Pool.ExecuteBatchAsync("s", Commands, new ExecuteOptions { Timeout = Deadline }).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        time.Advance(Deadline);
        (await Should.ThrowAsync<CommandTimeoutException>(late)).Phase.ShouldBe(CommandPhase.Queue);

        worker.Release.SetResult();
        await held;
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!.ShouldBeEmpty();
        worker.Handled.ShouldBe(["hold", "list"]);
    }

    [Test]
    public async Task Disposal_of_the_pool_fails_what_is_unanswered()
    {
        var scripted = await StartAsync(new WatchedTime());
        var batch = scripted.Pool.ExecuteBatchAsync("s", Commands).AsTask();
        await FirstIsAnsweredAsync(scripted);

        await scripted.DisposeAsync();

        var outcomes = await batch;
        outcomes.Select(outcome => outcome.Error?.GetType()).ShouldBe([null, typeof(PoolDisposedException), typeof(PoolDisposedException)]);
    }

    // That the worker is at the second command says that it has written the first answer, not that the pool has read it.
    private static async Task FirstIsAnsweredAsync(ScriptedPool scripted)
    {
        await scripted.Workers[0].Holding.Task;
        await scripted.ReachAsync(stats => stats.Workers.Single().Commands == 1);
    }

    private static void ShouldHaveTimedOut(IReadOnlyList<CommandOutcome> outcomes)
    {
        outcomes.Select(outcome => outcome.IsSuccess).ShouldBe([true, false, false]);
        foreach (var outcome in outcomes.Skip(1))
        {
            var error = outcome.Error.ShouldBeOfType<CommandTimeoutException>();
            (error.Phase, error.RequestFate, error.Deadline, error.Command)
                .ShouldBe((CommandPhase.Command, RequestFate.Sent, Deadline, outcome.Command));
        }
    }

    private Task<ScriptedPool> StartAsync(WatchedTime time) =>
        ScriptedPool.StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time, transport);
}
