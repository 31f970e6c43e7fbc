using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>What a lease's commands tell their caller, and whoever watches the pool, when they go wrong.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolLeaseErrorTests
{
    private readonly WatchedTime _time = new();

    [Test]
    public async Task Error_of_the_users_code_has_its_context_and_is_counted_and_told()
    {
        await using var scripted = await StartAsync();
        var events = scripted.Pool.ObserveAsync();
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        var error = await Should.ThrowAsync<RemoteCommandException>(async () => await lease.ExecuteAsync("unknown"));

        (error.Command, error.SessionId, error.WorkerId, error.Attempts).ShouldBe(("unknown", "s", lease.WorkerId, 1));
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Errors, counters.Successes, counters.Cancellations).ShouldBe((1, 0, 0));
        var failed = (PoolEvent.CommandFailed)await events.FirstAsync(happened => happened is PoolEvent.CommandFailed);
        (failed.Command, failed.SessionId).ShouldBe(("unknown", "s"));
    }

    [Test]
    public async Task Command_beyond_its_deadline_says_so()
    {
        await using var scripted = await StartAsync();
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var held = lease.ExecuteAsync("hold", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(3) }).AsTask();
        await scripted.Workers[0].Holding.Task;

        _time.Advance(TimeSpan.FromSeconds(3));

        var error = await Should.ThrowAsync<CommandTimeoutException>(held);
        (error.Phase, error.RequestFate, error.Deadline).ShouldBe((CommandPhase.Command, RequestFate.Sent, TimeSpan.FromSeconds(3)));
        await scripted.ReachAsync(stats => stats is { Counters.Errors: 1, Counters.Losses: 1 });
    }

    [Test]
    public async Task Command_that_is_cancelled_already_reaches_no_worker()
    {
        await using var scripted = await StartAsync();
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        await Should.ThrowAsync<OperationCanceledException>(async () => await lease.ExecuteAsync("who", cancellationToken: new CancellationToken(canceled: true)));

        scripted.Workers[0].Handled.ShouldBeEmpty();
        scripted.Pool.GetStats().Counters.Cancellations.ShouldBe(0);
    }

    [Test]
    public async Task Lease_of_a_disposed_pool_says_what_is_gone()
    {
        var scripted = await StartAsync();
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var disposal = scripted.DisposeAsync();

        var error = await Should.ThrowAsync<PoolDisposedException>(async () => await lease.ExecuteAsync("who"));

        error.Command.ShouldBe("who");
        await lease.DisposeAsync();
        await disposal;
        await Should.ThrowAsync<ObjectDisposedException>(async () => await lease.ExecuteAsync("who"));
    }

    [Test]
    public async Task Losses_on_leases_open_the_circuit_and_an_open_one_refuses_their_commands()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { ConsecutiveFailures = 1 }, _time, "test");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, HealthCheckInterval = TimeSpan.Zero }, _time, script: worker => worker.CrashOn("act"), services: given => given with { CircuitBreaker = breaker });
        await using var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await using var second = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        await Should.ThrowAsync<WorkerLostException>(async () => await first.ExecuteAsync("act"));

        breaker.State.ShouldBe(CircuitState.Open);
        (await Should.ThrowAsync<CircuitOpenException>(async () => await second.ExecuteAsync("who"))).Command.ShouldBe("who");
        scripted.Pool.GetStats().Counters.Errors.ShouldBe(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        await second.ExecuteAsync("who");
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Test]
    public async Task Cancelled_probe_of_a_lease_leaves_the_half_open_circuit_to_the_next_command()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), _time, "test");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, HealthCheckInterval = TimeSpan.Zero }, _time, services: given => given with { CircuitBreaker = breaker });
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        breaker.Open();
        _time.Advance(TimeSpan.FromMinutes(1));
        using var caller = new CancellationTokenSource();
        var held = lease.ExecuteAsync("hold", cancellationToken: caller.Token).AsTask();
        await scripted.WorkerOf(lease.WorkerId).Holding.Task;

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(held);
        breaker.State.ShouldBe(CircuitState.HalfOpen);
        await scripted.Pool.ExecuteAnonymousAsync("who");
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Test]
    public async Task Session_that_is_leased_is_nobody_elses_while_another_worker_is_idle()
    {
        await using var scripted = await StartAsync(size: 2);
        await scripted.Pool.ExecuteAsync("s", "who");
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        var call = scripted.Pool.ExecuteAsync("s", "who").AsTask();
        var another = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        (scripted.Pool.GetStats().QueueDepth, scripted.Pool.GetStats().Busy).ShouldBe((2, 1));
        await lease.DisposeAsync();
        (await call).WorkerId.ShouldBe(lease.WorkerId);
        await using var next = await another;
        (next == lease).ShouldBeFalse();
        scripted.Pool.GetStats().Counters.SessionMoves.ShouldBe(0);
    }

    private Task<ScriptedPool> StartAsync(int size = 1) => ScriptedPool.StartAsync(
        new PoolOptions { Size = size, HealthCheckInterval = TimeSpan.Zero, CancelGrace = TimeSpan.Zero }, _time);
}
