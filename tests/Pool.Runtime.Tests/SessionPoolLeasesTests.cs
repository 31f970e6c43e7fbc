using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolLeasesTests(Transport transport)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Commands_of_a_lease_run_on_its_worker_and_others_elsewhere()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });

        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            for (var i = 0; i < 3; i++)
                (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
            (await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldNotBe(lease.WorkerId);
            var during = scripted.Pool.GetStats();
            (during.Busy, during.Counters.Checkouts, during.Counters.Checkins).ShouldBe((1, 2, 1));
        }

        var after = scripted.Pool.GetStats();
        (after.Ready, after.Counters.Checkins, after.Counters.Successes).ShouldBe((2, 2, 4));
    }

    [Test]
    public async Task Session_lease_holds_the_turn_until_it_ends()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var outside = scripted.Pool.ExecuteAsync("s", "append", new { item = "b" }).AsTask();

        await lease.ExecuteAsync("append", new { item = "a" });

        var during = scripted.Pool.GetStats();
        (during.QueueDepth, during.Ready, lease.SessionId).ShouldBe((1, 1, "s"));
        await lease.DisposeAsync();
        (await outside).WorkerId.ShouldBe(lease.WorkerId);
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a", "b"]);
    }

    [Test]
    public async Task Lease_waits_for_the_sessions_calls_before_it()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var (held, worker) = await scripted.HoldAsync("s");
        var leasing = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")).AsTask();
        leasing.IsCompleted.ShouldBeFalse();

        worker.Release.SetResult();

        await held;
        await using var lease = await leasing;
        lease.WorkerId.ShouldBe(worker.Context.WorkerId);
    }

    [Test]
    public async Task What_a_lease_changed_outlives_its_worker()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        await lease.ExecuteAsync("append", new { item = "a" });
        await lease.ExecuteAsync("append", new { item = "b" });
        await lease.DisposeAsync();

        scripted.WorkerOf(lease.WorkerId).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);

        await using var next = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        next.WorkerId.ShouldNotBe(lease.WorkerId);
        (await next.ExecuteAsync<string[]>("list")).ShouldBe(["a", "b"]);
    }

    [Test]
    public async Task Ended_lease_refuses_commands_and_cannot_touch_its_workers_next_holder()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await first.DisposeAsync();
        await using var second = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        await first.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await first.ExecuteAsync("who"));

        (first == second).ShouldBeFalse();
        scripted.Pool.GetStats().Busy.ShouldBe(1);
        (await second.ExecuteAsync<string>("who")).ShouldBe(second.WorkerId);
        scripted.Pool.GetStats().Counters.Checkins.ShouldBe(1);
    }

    [Test]
    public async Task Second_command_at_the_same_time_is_refused_and_the_first_goes_on()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var held = lease.ExecuteAsync("hold").AsTask();
        await scripted.Workers[0].Holding.Task;

        var error = await Should.ThrowAsync<InvalidOperationException>(async () => await lease.ExecuteAsync("who"));

        error.Message.ShouldContain("'hold'");
        scripted.Workers[0].Release.SetResult();
        (await held).Value.GetString().ShouldBe("released");
        scripted.Workers[0].Handled.ShouldBe(["hold"]);
    }

    [Test]
    public async Task Worker_that_is_lost_during_a_lease_ends_its_use_but_not_the_session()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        await lease.ExecuteAsync("append", new { item = "a" });
        var waiting = scripted.Pool.ExecuteAsync<string[]>("s", "list").AsTask();

        scripted.WorkerOf(lease.WorkerId).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);

        var lost = await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("append", new { item = "b" }));
        (lost.RequestFate, lost.WorkerId, lost.Attempts).ShouldBe((RequestFate.NotSent, lease.WorkerId, 1));
        waiting.IsCompleted.ShouldBeFalse();
        await lease.DisposeAsync();
        (await waiting).ShouldBe(["a"]);
    }

    [Test]
    public async Task Command_of_a_lease_is_not_tried_again()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 }, worker => worker.CrashOn("echo"));
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        (await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("echo", 1))).Attempts.ShouldBe(1);

        scripted.Workers.Sum(worker => worker.Handled.Count).ShouldBe(1);
    }

    [Test]
    public async Task Command_after_a_cancelled_one_waits_until_the_worker_owes_no_more()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time: new WatchedTime());
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);

        var next = lease.ExecuteAsync("who").AsTask();

        next.IsCompleted.ShouldBeFalse();
        scripted.Workers[0].Release.SetResult();
        (await next).WorkerId.ShouldBe(lease.WorkerId);
        scripted.Workers[0].Handled.ShouldBe(["hold", "who"]);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Command_that_waits_for_its_worker_to_settle_can_be_cancelled()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time: new WatchedTime());
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);
        using var cancel = new CancellationTokenSource();
        var next = lease.ExecuteAsync("who", cancellationToken: cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next);
        scripted.Pool.GetStats().Counters.Cancellations.ShouldBe(2);
        scripted.Workers[0].Release.SetResult();
        await lease.ExecuteAsync("who");
        scripted.Workers[0].Handled.ShouldBe(["hold", "who"]);
    }

    [Test]
    public async Task Command_that_waits_for_its_worker_to_settle_has_a_deadline()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time: time);
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);
        var next = lease.ExecuteAsync("who", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(2) }).AsTask();

        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Should.ThrowAsync<CommandTimeoutException>(next);
        (error.Phase, error.RequestFate, error.Deadline).ShouldBe((CommandPhase.Queue, RequestFate.NotSent, TimeSpan.FromSeconds(2)));
        scripted.Pool.GetStats().Counters.Errors.ShouldBe(1);
    }

    [Test]
    public async Task Lease_whose_worker_does_not_settle_is_of_no_more_use()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time: time);
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);
        var next = lease.ExecuteAsync("who").AsTask();
        await time.SetAsync(Grace);

        time.Advance(Grace);

        await Should.ThrowAsync<WorkerLostException>(next);
        await lease.DisposeAsync();
        (await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldNotBe(lease.WorkerId);
    }

    [Test]
    public async Task Lease_that_is_disposed_during_a_command_cancels_it_and_gives_the_worker_back_once_it_answered()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, CancelGrace = Grace }, time: new WatchedTime());
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var held = lease.ExecuteAsync("hold").AsTask();
        await scripted.Workers[0].Holding.Task;
        var waiting = scripted.Pool.ExecuteAsync("s", "who").AsTask();

        await lease.DisposeAsync();

        await Should.ThrowAsync<OperationCanceledException>(held);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await lease.ExecuteAsync("who"));
        (waiting.IsCompleted, scripted.Pool.GetStats().Busy).ShouldBe((false, 1));
        scripted.Workers[0].Release.SetResult();
        (await waiting).WorkerId.ShouldBe(lease.WorkerId);
        scripted.Pool.GetStats().Counters.ShouldSatisfyAllConditions(
            counters => counters.Losses.ShouldBe(0), counters => counters.Checkouts.ShouldBe(2), counters => counters.Checkins.ShouldBe(2));
    }

    [Test]
    public async Task Lease_serves_on_after_its_worker_reported_an_error()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 }, worker => worker.On(
            "break", _ => InProcessReply.Failure(new InProcessError("ValueError", "no such thing")), CommandKind.Query));
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        var error = await Should.ThrowAsync<RemoteCommandException>(async () => await lease.ExecuteAsync("break"));

        (error.Command, error.SessionId, error.WorkerId).ShouldBe(("break", "s", lease.WorkerId));
        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
    }

    [Test]
    public async Task Disposed_pool_ends_its_leases()
    {
        var scripted = await StartAsync(new PoolOptions { Size = 1 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();

        await scripted.DisposeAsync();

        await Should.ThrowAsync<PoolDisposedException>(waiting);
        await Should.ThrowAsync<PoolDisposedException>(async () => await lease.ExecuteAsync("who"));
        await lease.DisposeAsync();
        await Should.ThrowAsync<PoolDisposedException>(async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous));
    }

    [Test]
    public async Task Draining_pool_waits_for_its_leases()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        draining.IsCompleted.ShouldBeFalse();
        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
        await lease.DisposeAsync();
        (await draining).ShouldBeTrue();
    }

    private static async Task CancelHoldAsync(ScriptedPool scripted, WorkerLease lease)
    {
        using var cancel = new CancellationTokenSource();
        var held = lease.ExecuteAsync("hold", cancellationToken: cancel.Token).AsTask();
        await scripted.WorkerOf(lease.WorkerId).Holding.Task;
        await cancel.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(held)).CancellationToken.ShouldBe(cancel.Token);
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options, Action<ScriptedWorker>? script = null, TimeProvider? time = null) =>
        ScriptedPool.StartAsync(options, time, transport, script);
}
