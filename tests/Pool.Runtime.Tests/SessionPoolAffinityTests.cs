using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolAffinityTests(Transport transport)
{
    [Test]
    public async Task Hint_lets_a_session_with_little_history_move_to_an_idle_worker()
    {
        await using var scripted = await StartAsync(SessionAffinity.Hint, maxReplayToMove: 2);
        var home = await HomeAsync(scripted, "s", appends: 2);
        await using var busy = await OccupyAsync(scripted, home);

        var list = await scripted.Pool.ExecuteAsync("s", "list");

        list.WorkerId.ShouldNotBe(home);
        list.Value.GetArrayLength().ShouldBe(2);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.SessionMoves, counters.ReplayedCommands).ShouldBe((1, 2));
    }

    [Test]
    public async Task Hint_keeps_a_session_with_more_history_waiting_for_its_worker()
    {
        await using var scripted = await StartAsync(SessionAffinity.Hint, maxReplayToMove: 2);
        var home = await HomeAsync(scripted, "s", appends: 3);
        var busy = await OccupyAsync(scripted, home);

        var list = scripted.Pool.ExecuteAsync("s", "list").AsTask();

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(stats => stats.QueueDepth.ShouldBe(1), stats => stats.Ready.ShouldBe(1));
        await busy.DisposeAsync();
        (await list).WorkerId.ShouldBe(home);
    }

    [Test]
    public async Task Strict_queue_waits_for_the_sessions_worker_whatever_its_history()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictQueue);
        var home = await HomeAsync(scripted, "s", appends: 0);
        var busy = await OccupyAsync(scripted, home);

        var call = scripted.Pool.ExecuteAsync("s", "who").AsTask();
        var lease = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")).AsTask();

        (await scripted.Pool.ExecuteAsync("other", "who")).WorkerId.ShouldNotBe(home);
        scripted.Pool.GetStats().QueueDepth.ShouldBe(2);
        await busy.DisposeAsync();
        (await call).WorkerId.ShouldBe(home);
        await using (await lease)
            (await lease).WorkerId.ShouldBe(home);
        scripted.Pool.GetStats().Counters.SessionMoves.ShouldBe(0);
    }

    [Test]
    public async Task Strict_queue_serves_those_who_wait_for_one_worker_in_order_of_arrival()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictQueue, size: 1);
        var home = await HomeAsync(scripted, "a", appends: 0);
        (await HomeAsync(scripted, "b", appends: 0)).ShouldBe(home);
        var busy = await OccupyAsync(scripted, home);
        Task[] waiting =
        [
            scripted.Pool.ExecuteAsync("a", "echo", 1).AsTask(),
            scripted.Pool.ExecuteAsync("new", "echo", 2).AsTask(),
            scripted.Pool.ExecuteAsync("b", "echo", 3).AsTask(),
            scripted.Pool.ExecuteAnonymousAsync("echo", 4).AsTask(),
            scripted.Pool.ExecuteAsync("a", "echo", 5).AsTask(),
        ];

        await busy.DisposeAsync();
        await Task.WhenAll(waiting);

        scripted.Echoed.ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [TestCase(SessionAffinity.StrictQueue)]
    [TestCase(SessionAffinity.StrictFailFast)]
    public async Task Strict_session_moves_once_its_worker_is_lost(SessionAffinity affinity)
    {
        await using var scripted = await StartAsync(affinity);
        var home = await HomeAsync(scripted, "s", appends: 2);

        scripted.WorkerOf(home).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);

        var list = await scripted.Pool.ExecuteAsync("s", "list");
        (list.WorkerId == home, list.Value.GetArrayLength()).ShouldBe((false, 2));
    }

    [Test]
    public async Task Strict_queue_lets_those_go_who_wait_for_a_worker_that_is_lost()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictQueue);
        var home = await HomeAsync(scripted, "s", appends: 1);
        var busy = await OccupyAsync(scripted, home);
        var list = scripted.Pool.ExecuteAsync("s", "list").AsTask();
        scripted.Pool.GetStats().QueueDepth.ShouldBe(1);

        scripted.WorkerOf(home).Context.Crash("killed by the test");

        (await list).WorkerId.ShouldNotBe(home);
        await busy.DisposeAsync();
    }

    [Test]
    public async Task Strict_fail_fast_refuses_at_once_while_the_sessions_worker_serves_another_session()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictFailFast);
        var home = await HomeAsync(scripted, "s", appends: 0);
        var busy = await OccupyAsync(scripted, home);

        var error = await Should.ThrowAsync<SessionWorkerBusyException>(async () => await scripted.Pool.ExecuteAsync("s", "who"));
        var checkout = await Should.ThrowAsync<SessionWorkerBusyException>(
            async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")));
        var batch = await Should.ThrowAsync<SessionWorkerBusyException>(
            async () => await scripted.Pool.ExecuteBatchAsync("s", [new("who")]));

        error.Message.ShouldContain(home);
        (error.SessionId, error.Attempts, error.IsTransient).ShouldBe(("s", 1, true));
        (checkout.SessionId, batch.SessionId).ShouldBe(("s", "s"));
        await busy.DisposeAsync();
        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldBe(home);
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var stats = scripted.Pool.GetStats();
        (stats.QueueDepth, stats.Counters.QueueTimeouts).ShouldBe((0, 0));
    }

    [Test]
    public async Task Strict_fail_fast_lets_the_sessions_own_calls_queue()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictFailFast);
        var (held, worker) = await scripted.HoldAsync("s");
        var waiting = Enumerable.Range(0, 3).Select(i => scripted.Pool.ExecuteAsync("s", "echo", i).AsTask()).ToList();

        worker.Release.SetResult();
        await held;
        await Task.WhenAll(waiting);

        scripted.Echoed.ShouldBe(["0", "1", "2"]);
        worker.Handled.Count.ShouldBe(4);
    }

    [Test]
    public async Task Strict_fail_fast_refuses_who_has_waited_for_the_turn_and_finds_the_worker_taken()
    {
        await using var scripted = await StartAsync(SessionAffinity.StrictFailFast, size: 1);
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var taker = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();
        using var cancel = new CancellationTokenSource();
        var first = scripted.Pool.ExecuteAsync("s", "echo", 1, cancellationToken: cancel.Token).AsTask();
        var second = scripted.Pool.ExecuteAsync("s", "echo", 2).AsTask();
        var third = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")).AsTask();

        // The worker goes to who came first. The session's call gets its turn with the worker just freed, and waits for it.
        await lease.DisposeAsync();
        var taken = await taker;
        scripted.Pool.GetStats().QueueDepth.ShouldBe(3);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<SessionWorkerBusyException>(second);
        await Should.ThrowAsync<SessionWorkerBusyException>(third);
        await taken.DisposeAsync();
        (await scripted.Pool.ExecuteAsync("s", "echo", 4)).Value.GetInt32().ShouldBe(4);
        scripted.Pool.GetStats().QueueDepth.ShouldBe(0);
        (await scripted.Pool.DrainAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
    }

    [TestCase(WorkerOrder.Lifo)]
    [TestCase(WorkerOrder.Fifo)]
    public async Task Idle_workers_are_taken_in_the_order_asked_for(WorkerOrder order)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3, IdleOrder = order }, transport: transport);
        var leases = new List<WorkerLease>();
        for (var i = 0; i < 3; i++)
            leases.Add(await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous));
        foreach (var lease in leases)
            await lease.DisposeAsync();

        var taken = new List<string>();
        for (var i = 0; i < 3; i++)
            taken.Add((await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous)).WorkerId);

        var returned = leases.Select(lease => lease.WorkerId);
        taken.ShouldBe(order == WorkerOrder.Fifo ? returned : returned.Reverse());
    }

    [TestCase(WorkerOrder.Lifo, 1)]
    [TestCase(WorkerOrder.Fifo, 3)]
    public async Task Calls_one_after_another_use_one_worker_or_all_in_turn(WorkerOrder order, int workers)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3, IdleOrder = order }, transport: transport);
        var used = new HashSet<string>(StringComparer.Ordinal);

        for (var i = 0; i < 6; i++)
            used.Add((await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId);

        used.Count.ShouldBe(workers);
    }

    private static async Task<string> HomeAsync(ScriptedPool scripted, string session, int appends)
    {
        var home = (await scripted.Pool.ExecuteAsync(session, "who")).WorkerId;
        for (var i = 0; i < appends; i++)
            (await scripted.Pool.ExecuteAsync(session, "append", new { item = "x" })).WorkerId.ShouldBe(home);
        return home;
    }

    // A lease on the one worker, whichever others come first.
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

    private Task<ScriptedPool> StartAsync(SessionAffinity affinity, int size = 2, int maxReplayToMove = 16) => ScriptedPool.StartAsync(
        new PoolOptions { Size = size, Affinity = affinity, MaxReplayToMove = maxReplayToMove }, transport: transport);
}
