using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolSnapshotTests(Transport transport)
{
    [Test]
    public async Task Snapshot_takes_the_place_of_the_mutations_before_it()
    {
        await using var scripted = await StartAsync(after: 5);
        await AppendAsync(scripted, 12);

        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(12));
        scripted.Workers[0].Handled.Count(command => command == "(snapshot)").ShouldBe(2);
        scripted.Workers[1].Handled.ShouldBe(["(restore)", "append", "append", "list"]);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Replays, counters.ReplayedCommands).ShouldBe((1, 2));
    }

    [Test]
    public async Task Snapshot_is_taken_when_enough_has_changed_and_not_before()
    {
        await using var scripted = await StartAsync(after: 3);
        await AppendAsync(scripted, 2);
        await scripted.Pool.ExecuteAsync("s", "list");
        scripted.Workers[0].Handled.ShouldNotContain("(snapshot)");

        await AppendAsync(scripted, 1);
        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[0].Handled.ShouldBe(["append", "append", "list", "append", "(snapshot)", "who"]);
    }

    [Test]
    public async Task Caller_does_not_wait_for_the_snapshot_and_the_sessions_next_call_does()
    {
        using var mayCapture = new ManualResetEventSlim();
        await using var scripted = await StartAsync(after: 1, script: worker =>
        {
            var capture = worker.Capture;
            worker.Capture = session =>
            {
                mayCapture.Wait(TimeSpan.FromSeconds(30));
                return capture(session);
            };
        });

        await AppendAsync(scripted, 1);

        var next = scripted.Pool.ExecuteAsync("s", "who").AsTask();
        var stats = scripted.Pool.GetStats();
        (next.IsCompleted, stats.Busy, stats.Counters.Successes).ShouldBe((false, 1, 1));
        mayCapture.Set();
        await next;
        scripted.Pool.GetStats().Counters.Successes.ShouldBe(2);
    }

    [Test]
    public async Task Worker_that_gives_none_is_asked_for_none()
    {
        await using var scripted = await StartAsync(after: 2, script: worker => worker.GivesSnapshots = false);
        await AppendAsync(scripted, 4);

        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(4));
        scripted.Workers.SelectMany(worker => worker.Handled).ShouldNotContain("(snapshot)");
    }

    [Test]
    public async Task Zero_asks_never()
    {
        await using var scripted = await StartAsync(after: 0);

        await AppendAsync(scripted, 20);

        scripted.Workers[0].Handled.ShouldNotContain("(snapshot)");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Snapshot_that_is_refused_or_too_large_is_asked_for_again_only_when_the_session_has_doubled(bool refused)
    {
        await using var scripted = await StartAsync(after: 2, maxSnapshotBytes: 1024, script: worker => worker.Capture = _ =>
            refused ? throw new InvalidOperationException("not now") : new string('x', 2000));
        await AppendAsync(scripted, 10);

        // After the second, the fourth and the eighth.
        scripted.Workers[0].Handled.Count(command => command == "(snapshot)").ShouldBe(3);
        await CrashHomeAsync(scripted);
        (await ListAsync(scripted)).ShouldBe(Items(10));
        scripted.Workers[1].Handled.ShouldNotContain("(restore)");
        scripted.Pool.GetStats().Counters.ReplayedCommands.ShouldBe(10);
    }

    [Test]
    public async Task One_snapshot_that_is_refused_late_in_a_sessions_life_does_not_let_its_journal_outgrow_its_bounds()
    {
        var asked = 0;
        await using var scripted = await StartAsync(after: 2, maxJournalEntries: 5, script: worker =>
        {
            var capture = worker.Capture;
            worker.Capture = session => ++asked == 5 ? throw new InvalidOperationException("not now") : capture(session);
        });
        await AppendAsync(scripted, 16);

        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(16));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Lease_is_followed_by_a_snapshot_when_it_is_given_back(bool whileItRuns)
    {
        await using var scripted = await StartAsync(after: 2, script: worker => worker.ObservesCancellation = true);
        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")))
        {
            for (var i = 0; i < 3; i++)
                await lease.ExecuteAsync("append", new { item = $"{i}" });
            scripted.Workers[0].Handled.ShouldNotContain("(snapshot)");
            if (whileItRuns)
            {
                _ = lease.ExecuteAsync("hold").AsTask().ContinueWith(held => held.Exception, TaskScheduler.Default);
                await scripted.Workers[0].Holding.Task;
            }
        }

        if (whileItRuns)
            scripted.Workers[0].Release.SetResult();
        await scripted.ReachAsync(stats => stats.Ready == 1);
        scripted.Workers[0].Handled.Count(command => command == "(snapshot)").ShouldBe(1);
        await CrashHomeAsync(scripted);
        (await ListAsync(scripted)).ShouldBe(Items(3));
        scripted.Workers[1].Handled.ShouldBe(["(restore)", "list"]);
    }

    [Test]
    public async Task Whoever_waits_for_the_worker_of_a_lease_gets_it_after_the_snapshot()
    {
        await using var scripted = await StartAsync(after: 1);
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        await lease.ExecuteAsync("append", new { item = "a" });
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();

        await lease.DisposeAsync();

        (await waiting).WorkerId.ShouldBe(lease.WorkerId);
        scripted.Workers[0].Handled.ShouldBe(["append", "(snapshot)", "who"]);
    }

    [TestCase(1024, true)]
    [TestCase(1025, false)]
    public async Task Snapshot_may_be_as_large_as_its_bound_says(int bytes, bool isKept)
    {
        await using var scripted = await StartAsync(after: 2, maxSnapshotBytes: 1024, script: worker =>
        {
            worker.Capture = _ => new string('x', bytes - "''".Length);
            worker.Restore = (_, _) => { };
        });
        await AppendAsync(scripted, 2);

        await CrashHomeAsync(scripted);
        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[1].Handled.Contains("(restore)").ShouldBe(isKept);
    }

    [Test]
    public async Task Snapshot_that_would_not_fit_into_the_frame_that_restores_it_is_not_kept()
    {
        // Its answer has some 40 bytes around it, its restoration twice as many.
        await using var scripted = await StartAsync(after: 2, maxFrameBytes: 4096, script: worker => worker.Capture = _ => new string('x', 4040));
        await AppendAsync(scripted, 2);

        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(2));
        scripted.Workers[0].Handled.ShouldContain("(snapshot)");
        scripted.Workers[1].Handled.ShouldBe(["append", "append", "list"]);
    }

    [Test]
    public async Task Snapshot_heals_a_journal_that_has_outgrown_its_bounds()
    {
        await using var scripted = await StartAsync(after: 6, maxJournalEntries: 3);
        await AppendAsync(scripted, 7);

        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(7));
        scripted.Workers[1].Handled.ShouldBe(["(restore)", "append", "list"]);
    }

    [Test]
    public async Task Restored_session_goes_on_from_its_snapshot_and_is_snapshot_anew()
    {
        await using var scripted = await StartAsync(after: 2);
        await AppendAsync(scripted, 2);
        for (var i = 0; i < 3; i++)
        {
            await CrashHomeAsync(scripted);
            await AppendAsync(scripted, 2);
        }

        (await ListAsync(scripted)).ShouldBe(["0", "1", "0", "1", "0", "1", "0", "1"]);
        scripted.Pool.GetStats().Counters.ReplayedCommands.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_kept_an_old_position_is_restored_over_it()
    {
        await using var scripted = await StartAsync(after: 3, size: 2);
        var home = await AppendAsync(scripted, 2);
        // Two mutations are few enough for the session to move; the third, elsewhere, drops them from the journal.
        var busy = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("other"));
        if (busy.WorkerId != home)
        {
            await busy.DisposeAsync();
            busy = await OccupyAsync(scripted, home);
        }

        var away = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "2" })).WorkerId;
        away.ShouldNotBe(home);
        await scripted.Pool.ExecuteAsync("s", "who");
        await busy.DisposeAsync();
        scripted.WorkerOf(away).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1 && stats.Ready == 2);
        await using var elsewhere = await OccupyAsync(scripted, scripted.Pool.GetStats().Workers.First(
            worker => worker.WorkerId != home && worker.State == WorkerState.Ready).WorkerId);

        var list = await scripted.Pool.ExecuteAsync("s", "list");

        list.WorkerId.ShouldBe(home);
        list.Value.EnumerateArray().Select(item => item.GetString()).ShouldBe(["0", "1", "2"]);
        scripted.WorkerOf(home).Handled.ShouldBe(["append", "append", "(restore)", "list"]);
    }

    [Test]
    public async Task Snapshot_that_cannot_be_restored_loses_the_session_and_says_why()
    {
        await using var scripted = await StartAsync(after: 1, script: worker =>
            worker.Restore = (_, _) => throw new FormatException("no such version"));
        await AppendAsync(scripted, 1);
        await CrashHomeAsync(scripted);

        var lost = await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));
        await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));

        lost.Reason.ShouldContain("InvalidSnapshot");
        lost.Reason.ShouldContain("no such version");
        scripted.Workers[1].Ended.ShouldBe(["s"]);
        await scripted.Pool.EndSessionAsync("s");
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!.ShouldBeEmpty();
    }

    [Test]
    public async Task Replay_after_a_snapshot_is_compared_too()
    {
        await using var scripted = await StartAsync(after: 2, script: worker => worker.Restore = (_, _) => { });
        await AppendAsync(scripted, 3);
        await CrashHomeAsync(scripted);

        // The worker that restored nothing counts from one again.
        var lost = await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));

        lost.Reason.ShouldContain("mutation 3 ('append')");
        lost.Reason.ShouldContain("another answer");
    }

    [Test]
    public async Task Worker_that_is_lost_while_it_gives_its_snapshot_takes_nothing_of_the_session_with_it()
    {
        await using var scripted = await StartAsync(after: 2, script: worker =>
        {
            var capture = worker.Capture;
            worker.Capture = session =>
            {
                if (worker.Context.WorkerId.EndsWith("w1", StringComparison.Ordinal))
                    worker.Context.Crash("scripted");
                return capture(session);
            };
        });
        await AppendAsync(scripted, 2);

        (await ListAsync(scripted)).ShouldBe(Items(2));

        scripted.Workers[1].Handled.ShouldBe(["append", "append", "list"]);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Worker_that_never_gives_the_snapshot_it_owes_is_replaced()
    {
        var time = new WatchedTime();
        using var mayCapture = new ManualResetEventSlim();
        await using var scripted = await StartAsync(after: 2, time: time, script: worker =>
        {
            var capture = worker.Capture;
            worker.Capture = session =>
            {
                if (worker.Context.WorkerId.EndsWith("w1", StringComparison.Ordinal))
                    mayCapture.Wait(TimeSpan.FromSeconds(30));
                return capture(session);
            };
        });
        await AppendAsync(scripted, 2);
        await time.SetAsync(PatienceOfThePool);

        time.Advance(PatienceOfThePool);
        mayCapture.Set();

        (await ListAsync(scripted)).ShouldBe(Items(2));
        scripted.Pool.GetWorkerHistory("pool-w1").ShouldContain(move => move.Reason == TransitionReason.Timeout);
    }

    [Test]
    public async Task Session_that_a_worker_has_no_state_of_is_restored_as_such()
    {
        await using var scripted = await StartAsync(after: 1, script: worker =>
        {
            worker.On("noop", _ => InProcessReply.Success(null), CommandKind.Mutation);
        });
        await scripted.Pool.ExecuteAsync("s", "noop");
        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBeEmpty();
        scripted.Workers[1].Handled.ShouldBe(["list"]);
    }

    [Test]
    public async Task Batch_is_followed_by_a_snapshot_as_well()
    {
        await using var scripted = await StartAsync(after: 3);

        await scripted.Pool.ExecuteBatchAsync("s", [.. Items(4).Select(item => new BatchCommand("append", new { item }))]);
        await CrashHomeAsync(scripted);

        (await ListAsync(scripted)).ShouldBe(Items(4));
        scripted.Workers[1].Handled.ShouldBe(["(restore)", "list"]);
    }

    private static TimeSpan PatienceOfThePool => TimeSpan.FromSeconds(33);

    private static IEnumerable<string> Items(int count) => Enumerable.Range(0, count).Select(i => $"{i}");

    private static async Task<string> AppendAsync(ScriptedPool scripted, int count)
    {
        var home = "";
        foreach (var item in Items(count))
            home = (await scripted.Pool.ExecuteAsync("s", "append", new { item })).WorkerId;
        return home;
    }

    private static async Task<string[]> ListAsync(ScriptedPool scripted) => (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!;

    // Once the snapshot, if one is under way, was taken.
    private static async Task CrashHomeAsync(ScriptedPool scripted)
    {
        var losses = (await scripted.ReachAsync(stats => stats.Busy == 0)).Counters.Losses;
        scripted.WorkerOf(scripted.Pool.FindSessionWorker("s")!.WorkerId).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == losses + 1);
    }

    private static async Task<WorkerLease> OccupyAsync(ScriptedPool scripted, string workerId)
    {
        var others = new List<WorkerLease>();
        WorkerLease lease;
        while ((lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous)).WorkerId != workerId)
            others.Add(lease);
        foreach (var other in others)
            await other.DisposeAsync();
        return lease;
    }

    private Task<ScriptedPool> StartAsync(
        int after, int size = 1, int maxJournalEntries = 1000, int maxSnapshotBytes = 1 << 20, int maxFrameBytes = 1 << 20, TimeProvider? time = null, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(
            new PoolOptions
            {
                Size = size,
                SnapshotAfter = after,
                MaxJournalEntries = maxJournalEntries,
                MaxSnapshotBytes = maxSnapshotBytes,
                MaxFrameBytes = maxFrameBytes,
                CommandTimeout = PatienceOfThePool,
            },
            time,
            transport,
            worker =>
            {
                worker.GivesSnapshots = true;
                script?.Invoke(worker);
            });
}
