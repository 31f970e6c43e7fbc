using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Telemetry;

namespace Pool.Runtime.Tests;

/// <summary>What is measured of the commands of leases and batches, and when a lease's command is refused.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolLeaseMeasuresTests : IDisposable
{
    private static readonly PoolOptions Options = new()
    {
        Size = 1,
        CancelGrace = TimeSpan.FromSeconds(10),
        CommandTimeout = TimeSpan.FromDays(1),
        QueueTimeout = TimeSpan.FromDays(1),
        HealthCheckInterval = TimeSpan.Zero,
    };

    private readonly WatchedTime _time = new();
    private readonly MeterLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Command_that_fails_is_measured()
    {
        await using var scripted = await StartAsync();
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        await Should.ThrowAsync<RemoteCommandException>(async () => await lease.ExecuteAsync("unknown"));

        _log.Count("pool.command.duration", ("error.type", "remote_command")).ShouldBe(1);
    }

    [Test]
    public async Task Command_that_waited_for_its_worker_in_vain_is_measured()
    {
        await using var scripted = await StartAsync();
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);
        using var cancel = new CancellationTokenSource();
        var cancelled = lease.ExecuteAsync("who", cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        var late = lease.ExecuteAsync("who", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(2) }).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2));

        await Should.ThrowAsync<CommandTimeoutException>(late);
        _log.Count("pool.command.duration", ("pool.outcome", "cancelled")).ShouldBe(2);
        _log.Count("pool.command.duration", ("pool.outcome", "error")).ShouldBe(1);
    }

    [Test]
    public async Task Each_command_of_a_batch_took_until_its_own_answer()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var scripted = await StartAsync(worker =>
        {
            worker.OnAsync("first", (_, stopped) => AnswerAfterAsync(first.Task, stopped), CommandKind.Query);
            worker.OnAsync("second", (_, stopped) => AnswerAfterAsync(second.Task, stopped), CommandKind.Query);
        });
        var batch = scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("first"), new BatchCommand("second")]).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        first.SetResult();
        await scripted.ReachAsync(stats => stats.Workers[0].Commands == 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        second.SetResult();

        await batch;

        _log.Sum("pool.command.duration", ("pool.command", "first")).ShouldBe(1);
        _log.Sum("pool.command.duration", ("pool.command", "second")).ShouldBe(3);
    }

    [Test]
    public async Task Worker_that_is_lost_is_said_to_be_with_session_and_command()
    {
        await using var scripted = await StartAsync(worker => worker.CrashOn("act"));
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("act"));

        (error.SessionId, error.Command, error.WorkerId).ShouldBe(("s", "act", lease.WorkerId));
    }

    [Test]
    public async Task Ended_lease_is_refused_before_the_arguments_are_looked_at()
    {
        await using var scripted = await StartAsync();
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await lease.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await lease.ExecuteAsync("who", new Func<int>(() => 1)));
    }

    [Test]
    public async Task Command_that_waits_for_its_worker_while_its_lease_ends_is_refused()
    {
        await using var scripted = await StartAsync();
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await CancelHoldAsync(scripted, lease);
        var next = lease.ExecuteAsync("who").AsTask();
        await lease.DisposeAsync();

        scripted.Workers[0].Release.SetResult();

        await Should.ThrowAsync<ObjectDisposedException>(next);
        scripted.Workers[0].Handled.ShouldBe(["hold"]);
    }

    [Test]
    public async Task Command_on_a_lease_of_a_disposed_pool_made_no_attempt()
    {
        var scripted = await StartAsync();
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var disposal = scripted.DisposeAsync();

        (await Should.ThrowAsync<PoolDisposedException>(async () => await lease.ExecuteAsync("who"))).Attempts.ShouldBe(0);

        await lease.DisposeAsync();
        await disposal;
    }

    [Test]
    public async Task Session_whose_call_waits_to_try_again_is_nobody_elses_although_its_worker_is_idle()
    {
        var matrix = RecoveryMatrix.Default.With(ErrorCategory.Worker, ErrorSeverity.Major, RecoveryRule.BackOff(1, Backoff.Linear));
        var tried = 0;
        await using var scripted = await StartAsync(
            worker => worker.On(
                "flaky",
                _ => ++tried == 1 ? InProcessReply.Failure(new InProcessError("Busy", "later", Retryable: true)) : InProcessReply.Success(null),
                CommandKind.Query),
            given => given with { ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, _time, 1) });
        var call = scripted.Pool.ExecuteAsync("s", "flaky").AsTask();
        await scripted.ReachAsync(stats => stats is { Counters.Checkins: 1, Ready: 1 });

        var leasing = scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")).AsTask();

        scripted.Pool.GetStats().QueueDepth.ShouldBe(1);
        await scripted.ReachAsync(_ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return call.IsCompleted;
        });
        (await call).Attempts.ShouldBe(2);
        await (await leasing).DisposeAsync();
    }

    private static async ValueTask<InProcessReply> AnswerAfterAsync(Task gate, CancellationToken stopped)
    {
        await gate.WaitAsync(stopped);
        return InProcessReply.Success(null);
    }

    private static async Task CancelHoldAsync(ScriptedPool scripted, WorkerLease lease)
    {
        using var cancel = new CancellationTokenSource();
        var held = lease.ExecuteAsync("hold", cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(held);
    }

    private Task<ScriptedPool> StartAsync(Action<ScriptedWorker>? script = null, Func<SessionPoolServices, SessionPoolServices>? services = null) =>
        ScriptedPool.StartAsync(
            Options, _time, script: script, services: given => (services?.Invoke(given) ?? given) with { MeterFactory = _log });
}
