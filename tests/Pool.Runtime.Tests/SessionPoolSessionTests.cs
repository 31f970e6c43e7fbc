using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolSessionTests(Transport transport)
{
    [Test]
    public async Task Ids_that_workers_could_not_tell_from_each_other_are_refused()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, transport: transport);
        foreach (var id in (string[])["\ud800", "cut within a character: \ud83d", "\udc00\ud800"])
        {
            await Should.ThrowAsync<ArgumentException>(async () => await scripted.Pool.ExecuteAsync(id, "append", new { item = "a" }));
            await Should.ThrowAsync<ArgumentException>(async () => await scripted.Pool.ExecuteBatchAsync(id, [new("list")]));
            await Should.ThrowAsync<ArgumentException>(async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession(id)));
            Should.Throw<ArgumentException>(() => scripted.Pool.StreamAsync(id, "list"));
        }

        (await scripted.Pool.ExecuteAsync<string[]>("whole \ud83d\ude00", "list")).ShouldBeEmpty();
        scripted.Pool.GetStats().Sessions.ShouldBe(1);
    }

    [Test]
    public async Task Session_stays_with_its_worker_while_that_is_free()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 4 });
        var first = await scripted.Pool.ExecuteAsync("s", "who");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => scripted.Pool.ExecuteAsync($"other{number}", "who").AsTask()));

        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldBe(first.WorkerId);
        scripted.Pool.FindSessionWorker("s")!.WorkerId.ShouldBe(first.WorkerId);
    }

    [Test]
    public async Task State_outlives_the_worker_by_replay()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        await AppendAsync(scripted, "s", "a");
        var before = await AppendAsync(scripted, "s", "b");

        scripted.WorkerOf(before.WorkerId).Context.Crash("killed by the test");
        var list = await scripted.Pool.ExecuteAsync("s", "list");

        list.WorkerId.ShouldNotBe(before.WorkerId);
        list.Value.EnumerateArray().Select(item => item.GetString()).ShouldBe(["a", "b"]);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Replays, counters.ReplayedCommands).ShouldBe((1, 2));
    }

    [Test]
    public async Task Worker_that_was_left_behind_catches_up_when_the_session_returns()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var home = (await AppendAsync(scripted, "s", "a")).WorkerId;
        var held = await HoldAsync(scripted, home);
        var away = (await AppendAsync(scripted, "s", "b")).WorkerId;
        away.ShouldNotBe(home);
        scripted.WorkerOf(home).Release.SetResult();
        await held;
        var heldAway = await HoldAsync(scripted, away);

        var list = await scripted.Pool.ExecuteAsync<string[]>("s", "list");

        list.ShouldBe(["a", "b"]);
        scripted.WorkerOf(home).Handled.Count(command => command == "append").ShouldBe(2);
        scripted.WorkerOf(away).Release.SetResult();
        await heldAway;
    }

    [Test]
    public async Task Replay_that_answers_differently_loses_the_session_for_good()
    {
        var made = 0;
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 }, worker =>
        {
            var number = Interlocked.Increment(ref made);
            worker.On("draw", _ => InProcessReply.Success(number), CommandKind.Mutation);
        });
        var first = await scripted.Pool.ExecuteAsync("s", "draw");
        scripted.WorkerOf(first.WorkerId).Context.Crash("killed by the test");

        var lost = await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));
        await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));

        lost.Reason.ShouldContain("another answer");
        scripted.Workers.SelectMany(worker => worker.Ended).ShouldBe(["s"]);
        await scripted.Pool.EndSessionAsync("s");
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBeEmpty();
    }

    [Test]
    public async Task Session_beyond_its_journal_is_lost_with_its_worker_and_says_which_bound()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2, MaxJournalEntries = 2 });
        CommandResult last = null!;
        for (var i = 0; i < 3; i++)
            last = await AppendAsync(scripted, "s", "x");
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!.Length.ShouldBe(3);

        scripted.WorkerOf(last.WorkerId).Context.Crash("killed by the test");

        var lost = await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));
        lost.Message.ShouldContain("MaxJournalEntries (2)");
    }

    [TestCase(1000, 2)]
    [TestCase(2, 1000)]
    public async Task Session_with_a_long_history_waits_for_its_own_worker(int maxJournalEntries, int maxReplayToMove)
    {
        await using var scripted = await StartAsync(
            new PoolOptions { Size = 2, MaxJournalEntries = maxJournalEntries, MaxReplayToMove = maxReplayToMove });
        CommandResult last = null!;
        for (var i = 0; i < 3; i++)
            last = await AppendAsync(scripted, "s", "x");
        var held = await HoldAsync(scripted, last.WorkerId);

        var list = scripted.Pool.ExecuteAsync<string[]>("s", "list").AsTask();

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(stats => stats.Ready.ShouldBe(1), stats => stats.QueueDepth.ShouldBe(1));
        (await scripted.Pool.ExecuteAsync("other", "who")).WorkerId.ShouldNotBe(last.WorkerId);
        scripted.WorkerOf(last.WorkerId).Release.SetResult();
        await held;
        (await list)!.Length.ShouldBe(3);
        scripted.Pool.GetStats().Counters.Replays.ShouldBe(0);
    }

    [Test]
    public async Task Caller_that_waits_for_a_worker_that_dies_is_served_by_another()
    {
        await using var scripted = await StartAsync(
            new PoolOptions { Size = 2, MaxReplayToMove = 0 }, worker => worker.Declare("hold", CommandKind.Effect));
        var home = (await AppendAsync(scripted, "s", "a")).WorkerId;
        var held = await HoldAsync(scripted, home);
        var list = scripted.Pool.ExecuteAsync("s", "list").AsTask();

        scripted.WorkerOf(home).Context.Crash("killed by the test");

        (await list).WorkerId.ShouldNotBe(home);
        await Should.ThrowAsync<WorkerLostException>(held);
        scripted.Pool.GetStats().Counters.Replays.ShouldBe(1);
    }

    [Test]
    public async Task Turn_that_is_passed_while_the_sessions_worker_is_idle_goes_on_at_once()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxReplayToMove = 0 }, new FakeTimeProvider(), transport, worker => worker.On(
                "flaky", _ => InProcessReply.Failure(new InProcessError("Busy", "later", Retryable: true)), CommandKind.Query));
        await AppendAsync(scripted, "s", "a");
        using var cancel = new CancellationTokenSource();
        var flaky = scripted.Pool.ExecuteAsync("s", "flaky", cancellationToken: cancel.Token).AsTask();
        var list = scripted.Pool.ExecuteAsync<string[]>("s", "list").AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<Exception>(flaky);
        (await list).ShouldBe(["a"]);
    }

    [Test]
    public async Task Failed_mutation_is_not_journaled()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 }, worker => worker.On(
            "refuse", _ => InProcessReply.Failure(new InProcessError("Refused", "no")), CommandKind.Mutation));
        var kept = await AppendAsync(scripted, "s", "a");
        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAsync("s", "refuse"));

        scripted.WorkerOf(kept.WorkerId).Context.Crash("killed by the test");

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);
        scripted.Pool.GetStats().Counters.ReplayedCommands.ShouldBe(1);
    }

    [Test]
    public async Task Ended_session_is_forgotten_by_pool_and_workers()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        await AppendAsync(scripted, "s", "a");

        await scripted.Pool.EndSessionAsync("s");

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBeEmpty();
        scripted.Workers[0].Ended.ShouldBe(["s"]);
        scripted.Pool.GetStats().Counters.Replays.ShouldBe(0);
    }

    [Test]
    public async Task Ending_a_session_waits_for_its_calls_and_precedes_later_ones()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        await AppendAsync(scripted, "s", "a");
        var held = scripted.Pool.ExecuteAsync("s", "hold").AsTask();
        await scripted.Workers[0].Holding.Task;
        var ending = scripted.Pool.EndSessionAsync("s").AsTask();
        var list = scripted.Pool.ExecuteAsync<string[]>("s", "list").AsTask();

        ending.IsCompleted.ShouldBeFalse();
        scripted.Workers[0].Release.SetResult();

        await held;
        await ending;
        (await list).ShouldBeEmpty();
    }

    [Test]
    public async Task Sessions_do_not_see_one_another()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var expected = new ConcurrentDictionary<string, string[]>(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async session =>
        {
            for (var i = 0; i < 10; i++)
                await AppendAsync(scripted, $"s{session}", $"{session}-{i}");
            expected[$"s{session}"] = [.. Enumerable.Range(0, 10).Select(i => $"{session}-{i}")];
        }));

        foreach (var (session, items) in expected)
            (await scripted.Pool.ExecuteAsync<string[]>(session, "list")).ShouldBe(items);
    }

    private static ValueTask<CommandResult> AppendAsync(ScriptedPool scripted, string session, string item) =>
        scripted.Pool.ExecuteAsync(session, "append", new { item });

    // Keeps one chosen worker busy. Sessions go to idle workers only, so a session bound to it has to move.
    private static async Task<Task> HoldAsync(ScriptedPool scripted, string workerId)
    {
        var worker = scripted.WorkerOf(workerId);
        var others = new List<Task>();
        while (true)
        {
            var held = scripted.Pool.ExecuteAnonymousAsync("hold").AsTask();
            var begun = await Task.WhenAny(scripted.Workers.Where(each => !others.Contains(each.Holding.Task)).Select(each => each.Holding.Task));
            if (begun == worker.Holding.Task)
            {
                foreach (var other in scripted.Workers.Where(each => each != worker && each.Holding.Task.IsCompleted))
                    other.Release.SetResult();
                return held;
            }

            others.Add(begun);
        }
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(options, transport: transport, script: script);
}
