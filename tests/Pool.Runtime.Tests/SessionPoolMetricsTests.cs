using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Telemetry;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>A history whose every step is known, and what each metric says of it at its end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolMetricsTests : IDisposable
{
    private static readonly PoolOptions Options = new()
    {
        Name = "p",
        Size = 2,
        MaxQueue = 1,
        HealthCheckInterval = TimeSpan.FromHours(2),
        SessionTimeToLive = TimeSpan.FromHours(1),
        LeakThreshold = TimeSpan.FromMinutes(10),
    };

    // A wait between attempts would wait for the test's clock.
    private static readonly ErrorOrchestratorOptions AtOnce = new()
    {
        Matrix = RecoveryMatrix.Default.With(ErrorCategory.Connection, ErrorSeverity.Major, RecoveryRule.FailOver(1)),
    };

    private readonly FakeTimeProvider _time = new();
    private readonly MeterLog _log = new();
    private int _made;

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Every_metric_has_the_exact_number_after_a_known_history()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), _time, "p");
        await using var scripted = await ScriptedPool.StartAsync(
            Options,
            _time,
            script: Script,
            services: given => given with { MeterFactory = _log, CircuitBreaker = breaker, ErrorOrchestrator = new ErrorOrchestrator(AtOnce, _time, 1) });
        await AnswerAsync(scripted);
        await MoveASessionAsync(scripted);
        await QueueAsync(scripted);
        await LoseWorkersAsync(scripted.Pool);
        await ReplaceAndForgetAsync(scripted.Pool);
        breaker.Isolate();
        await Should.ThrowAsync<CircuitOpenException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));

        var expected = Expected();
        Summed().ShouldBe(expected, ignoreOrder: true);
        expected.Select(line => line.Split(' ')[0]).Distinct().ShouldBe(_log.Instruments.Select(instrument => instrument.Name), ignoreOrder: true);
    }

    [Test]
    public async Task Health_check_without_an_answer_is_a_failure()
    {
        var workers = new MuteAdapter();
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1 }, workers, new SessionPoolServices { Time = _time, MeterFactory = _log });
        workers.Channels[0].Mute();

        _time.Advance(TimeSpan.FromSeconds(30));
        await pool.ReachAsync(_ => workers.Channels[0].Pings == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await pool.ReachAsync(stats => stats.Counters.HealthCheckFailures == 1);

        _log.Sum("pool.worker.health_checks").ShouldBe(1);
        _log.Sum("pool.worker.health_check.failures").ShouldBe(1);
        _log.Sum("pool.workers", ("pool.worker.state", "degraded")).ShouldBe(1);
        workers.Channels[0].Speak();
    }

    [Test]
    public async Task Commands_of_a_batch_are_measured_each_and_its_wait_once()
    {
        await using var scripted = await ScriptedPool.StartAsync(Options, _time, services: given => given with { MeterFactory = _log });

        await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("echo", 1), new BatchCommand("nonsense"), new BatchCommand("echo", 2)]);

        _log.Count("pool.command.duration", ("pool.command", "echo"), ("pool.outcome", "success")).ShouldBe(2);
        _log.Count("pool.command.duration", ("error.type", "remote_command")).ShouldBe(1);
        _log.Count("pool.queue.wait").ShouldBe(1);
    }

    [Test]
    public async Task Pool_that_has_ended_shows_nothing_more()
    {
        var scripted = await ScriptedPool.StartAsync(Options, _time, services: given => given with { MeterFactory = _log });
        _log.Sum("pool.size").ShouldBe(2);

        await scripted.DisposeAsync();

        _log.Count("pool.size").ShouldBe(0);
    }

    private void Script(ScriptedWorker worker)
    {
        // The fourth is the second to be started in the place of a lost one.
        if (Interlocked.Increment(ref _made) == 4)
            throw new InvalidOperationException("not this one");
        worker.CrashOn("act");
        var number = _made;
        worker.On("flaky", _ =>
        {
            if (number == 3)
                worker.Context.Crash("scripted");
            return InProcessReply.Success(number);
        }, CommandKind.Query);
    }

    // Four checkouts.
    private static async Task AnswerAsync(ScriptedPool scripted)
    {
        for (var i = 0; i < 3; i++)
            await scripted.Pool.ExecuteAnonymousAsync("echo", i);
        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAnonymousAsync("nonsense"));
    }

    // Four checkouts; a command of two seconds; a move with a replay of two.
    private async Task MoveASessionAsync(ScriptedPool scripted)
    {
        var home = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" })).WorkerId;
        (await scripted.Pool.ExecuteAsync("s", "append", new { item = "b" })).WorkerId.ShouldBe(home);
        var holder = scripted.WorkerOf(home);
        var (holding, release) = (holder.Holding, holder.Release);
        var held = scripted.Pool.ExecuteAnonymousAsync("hold").AsTask();
        await holding.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        (await scripted.Pool.ExecuteAsync("s", "list")).WorkerId.ShouldNotBe(home);
        release.SetResult();
        await held;
    }

    // Three checkouts, one of which waited; one who gave up, one who was turned away, one who waited in vain.
    private async Task QueueAsync(ScriptedPool scripted)
    {
        await using var one = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var two = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        using var cancelled = new CancellationTokenSource();

        var waiting = scripted.Pool.ExecuteAnonymousAsync("who", cancellationToken: cancelled.Token).AsTask();
        _log.Sum("pool.queue.depth").ShouldBe(1);
        _log.Sum("pool.commands.active").ShouldBe(3);
        _log.Sum("pool.workers", ("pool.worker.state", "busy")).ShouldBe(2);
        await Should.ThrowAsync<PoolSaturatedException>(async () => await scripted.Pool.ExecuteAnonymousAsync("who"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        var inVain = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        await Should.ThrowAsync<QueueTimeoutException>(inVain);

        var granted = scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous).AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        await two.DisposeAsync();
        await (await granted).DisposeAsync();
    }

    // Four checkouts: a worker dies of an effect; its replacement of a query, which is tried again; what is started in the
    // place of that does not start at first.
    private async Task LoseWorkersAsync(SessionPool pool)
    {
        await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("act"));
        await pool.ReachAsync(stats => stats is { Counters.Restarts: 1, Ready: 2 });
        // Made ready last, it is taken first.
        (await pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe("p-w3");
        (await pool.ExecuteAnonymousAsync("flaky")).Attempts.ShouldBe(2);
        await pool.ReachAsync(stats => stats.Counters.StartFailures == 1);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await pool.ReachAsync(stats => stats is { Counters.Restarts: 2, Ready: 2 });
    }

    // One checkout, of a lease that is not given back in time. Two workers are replaced, a session is forgotten, two workers
    // are asked how they are.
    private async Task ReplaceAndForgetAsync(SessionPool pool)
    {
        await pool.ClearAsync();
        await pool.ReachAsync(stats => stats is { Ready: 2, Terminating: 0 });
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _time.Advance(TimeSpan.FromMinutes(10));
        await pool.ReachAsync(stats => stats.Counters.Leaks == 1);
        await lease.DisposeAsync();
        pool.GetStats().Sessions.ShouldBe(1);
        _time.Advance(TimeSpan.FromHours(1));
        await pool.ReachAsync(stats => stats.Counters.SessionsExpired == 1);
        _time.Advance(TimeSpan.FromHours(1));
        await pool.ReachAsync(stats => stats.Counters.HealthChecks == 2 && stats.Ready == 2);
    }

    private List<string> Summed() =>
    [
        .. _log.Collect().GroupBy(each => string.Join(' ', each.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .Where(tag => tag.Key != "pool.name").Select(tag => tag.Value).Prepend(each.Instrument)))
            .Select(series => IsHistogram(series.Key)
                ? FormattableString.Invariant($"{series.Key} = {series.Count()} of {series.Sum(each => each.Value)} s")
                : FormattableString.Invariant($"{series.Key} = {series.Sum(each => each.Value)}")),
    ];

    private static bool IsHistogram(string series) =>
        series.Split(' ')[0] is "pool.command.duration" or "pool.queue.wait" or "pool.worker.start.duration";

    private static string[] Expected() =>
    [
        "pool.command.duration echo success = 3 of 0 s",
        "pool.command.duration remote_command _OTHER error = 1 of 0 s",
        "pool.command.duration append success = 2 of 0 s",
        "pool.command.duration hold success = 1 of 2 s",
        "pool.command.duration list success = 1 of 0 s",
        "pool.command.duration pool_saturated who error = 1 of 0 s",
        "pool.command.duration who cancelled = 1 of 1 s",
        "pool.command.duration worker_lost act error = 1 of 0 s",
        "pool.command.duration who success = 1 of 0 s",
        "pool.command.duration flaky success = 1 of 0 s",
        "pool.command.duration circuit_open who error = 1 of 0 s",
        "pool.queue.wait = 19 of 9 s",
        "pool.worker.start.duration success = 6 of 0 s",
        "pool.worker.start.duration error = 1 of 0 s",
        "pool.workers initializing = 0",
        "pool.workers ready = 2",
        "pool.workers busy = 0",
        "pool.workers degraded = 0",
        "pool.workers terminating = 0",
        "pool.size = 2",
        "pool.sessions = 0",
        "pool.queue.depth = 0",
        "pool.commands.active = 0",
        "pool.circuit.state closed = 0",
        "pool.circuit.state open = 0",
        "pool.circuit.state half_open = 0",
        "pool.circuit.state isolated = 1",
        "pool.checkouts = 16",
        "pool.queue.timeouts = 1",
        "pool.queue.rejections = 1",
        "pool.command.retries = 1",
        "pool.worker.restarts = 2",
        "pool.worker.losses = 2",
        "pool.worker.start.failures = 1",
        "pool.worker.health_checks = 2",
        "pool.worker.health_check.failures = 0",
        "pool.worker.recycles age = 0",
        "pool.worker.recycles requests = 0",
        "pool.worker.recycles memory = 0",
        "pool.worker.recycles cleared = 2",
        "pool.session.moves = 1",
        "pool.session.expirations = 1",
        "pool.journal.replays = 1",
        "pool.journal.replayed_commands = 2",
        "pool.journal.snapshots = 0",
        "pool.lease.leaks = 1",
    ];
}
