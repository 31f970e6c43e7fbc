using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolCheckoutTests
{
    [Test]
    public async Task Checkout_that_waits_too_long_takes_no_worker_and_says_for_how_long()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time);
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s") with { QueueTimeout = TimeSpan.FromSeconds(2) }).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(1999));
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Should.ThrowAsync<QueueTimeoutException>(waiting);
        (error.Waited, error.SessionId).ShouldBe((TimeSpan.FromSeconds(2), "s"));
        await holder.DisposeAsync();
        var stats = scripted.Pool.GetStats();
        (stats.Ready, stats.QueueDepth, stats.Counters.QueueTimeouts, stats.Counters.Checkouts).ShouldBe((1, 0, 1, 1));
        await scripted.Pool.ExecuteAsync("s", "who");
    }

    [Test]
    public async Task Checkout_without_a_time_of_its_own_waits_for_the_pools_queue_timeout()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, QueueTimeout = TimeSpan.FromSeconds(7) }, time);
        await using var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();

        time.Advance(TimeSpan.FromSeconds(7));

        (await Should.ThrowAsync<QueueTimeoutException>(waiting)).Waited.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Test]
    public async Task Checkout_that_was_granted_in_time_keeps_its_worker_after_its_patience()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time);
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous with { QueueTimeout = TimeSpan.FromSeconds(2) }).AsTask();
        await holder.DisposeAsync();
        await using var lease = await waiting;

        time.Advance(TimeSpan.FromSeconds(2));

        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
        scripted.Pool.GetStats().Counters.QueueTimeouts.ShouldBe(0);
    }

    [Test]
    public async Task Cancelled_checkout_never_takes_a_worker_and_passes_its_turn()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        using var cancel = new CancellationTokenSource();
        var cancelled = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"), cancel.Token).AsTask();
        var next = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")).AsTask();

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(cancelled)).CancellationToken.ShouldBe(cancel.Token);
        scripted.Pool.GetStats().QueueDepth.ShouldBe(1);
        await holder.DisposeAsync();
        await using var lease = await next;
        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe(2);
    }

    [Test]
    public async Task Checkout_whose_token_was_cancelled_before_does_not_begin()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"), new CancellationToken(canceled: true)));

        var stats = scripted.Pool.GetStats();
        (stats.Ready, stats.Sessions, stats.Counters.Checkouts).ShouldBe((1, 0, 0));
    }

    [Test]
    public async Task Cancellation_after_the_grant_changes_nothing()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        using var cancel = new CancellationTokenSource();
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous, cancel.Token).AsTask();
        await holder.DisposeAsync();
        await using var lease = await waiting;

        await cancel.CancelAsync();

        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
    }

    [Test]
    public async Task Cancellation_of_a_checkout_that_is_granted_and_not_yet_awaited_changes_nothing()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        using var cancel = new CancellationTokenSource();
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous, cancel.Token);

        await first.DisposeAsync();
        await cancel.CancelAsync();

        await using var second = await waiting;
        (await second.ExecuteAsync<string>("who")).ShouldBe(second.WorkerId);
    }

    [Test]
    public async Task Full_queue_refuses_a_checkout_at_once()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxQueue = 1 });
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();

        var refused = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        refused.IsFaulted.ShouldBeTrue();
        await Should.ThrowAsync<PoolSaturatedException>(async () => await refused);
        scripted.Pool.GetStats().Counters.QueueRejections.ShouldBe(1);
        await holder.DisposeAsync();
        await (await waiting).DisposeAsync();
        // The one that was refused left nothing of its session behind that others would wait for.
        await scripted.Pool.ExecuteAsync("s", "who");
    }

    [Test]
    public async Task Leases_and_calls_are_served_in_order_of_arrival()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var holder = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var call = scripted.Pool.ExecuteAnonymousAsync("echo", 1).AsTask();
        var leasing = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();
        var last = scripted.Pool.ExecuteAnonymousAsync("echo", 3).AsTask();

        await holder.DisposeAsync();

        await call;
        await using (var lease = await leasing)
            await lease.ExecuteAsync("echo", 2);
        await last;
        scripted.Echoed.ShouldBe(["1", "2", "3"]);
    }

    [Test]
    public async Task Checkout_that_is_refused_because_no_worker_starts_passes_its_sessions_turn()
    {
        var mayStart = false;
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, LazyStart = true, RestartBackoff = TimeSpan.FromMilliseconds(1), MaxRestartBackoff = TimeSpan.FromMilliseconds(1) },
            script: _ =>
            {
                if (!Volatile.Read(ref mayStart))
                    throw new InvalidOperationException("not yet");
            });
        await Should.ThrowAsync<WorkerStartException>(async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")));

        Volatile.Write(ref mayStart, true);

        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
    }

    [Test]
    public async Task Request_is_checked()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        Should.Throw<ArgumentException>(() => CheckoutRequest.ForSession(""));
        await Should.ThrowAsync<ArgumentException>(async () => await scripted.Pool.CheckoutAsync(new CheckoutRequest { SessionId = "" }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession(new string('x', 257))));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await scripted.Pool.CheckoutAsync(new CheckoutRequest { QueueTimeout = TimeSpan.Zero }));
        scripted.Pool.GetStats().Ready.ShouldBe(1);
    }
}
