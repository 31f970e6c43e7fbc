using Microsoft.Extensions.Logging;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolTelemetryTests
{
    [Test]
    public async Task Logger_may_wait_for_a_thread_that_uses_the_pool()
    {
        using var log = new WaitingLog();
        var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxRestarts = 1 }, script: worker => worker.CrashOn("act"), services: given => given with { LoggerFactory = log });
        log.Pool = scripted.Pool;

        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAnonymousAsync("act"));
        await scripted.DisposeAsync();

        log.Entries.ShouldContain(entry => entry.Contains("has failed", StringComparison.Ordinal));
        log.Waits.ShouldBeGreaterThan(0);
        log.TimedOut.ShouldBe(0);
    }

    [Test]
    public async Task Each_caller_that_waits_for_a_worker_that_does_not_start_gets_an_error_of_its_own()
    {
        using var gate = new ManualResetEventSlim();
        var matrix = RecoveryMatrix.Default.With(ErrorCategory.Initialization, ErrorSeverity.Major, RecoveryRule.Abandon);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1, LazyStart = true },
            new InMemoryAdapter(_ =>
            {
                gate.Wait();
                throw new InvalidOperationException("no worker today");
            }),
            new SessionPoolServices { ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, TimeProvider.System, 1) });
        var calls = Enumerable.Range(0, 4).Select(number => pool.ExecuteAsync($"s{number}", $"c{number}").AsTask()).ToList();

        gate.Set();
        var errors = new List<WorkerStartException>();
        foreach (var call in calls)
            errors.Add(await Should.ThrowAsync<WorkerStartException>(call));

        errors.Select(error => (error.SessionId, error.Command)).ShouldBe([("s0", "c0"), ("s1", "c1"), ("s2", "c2"), ("s3", "c3")]);
        errors.ShouldAllBe(error => error.Message.Contains("no worker today", StringComparison.Ordinal));
    }

    [Test]
    public async Task Worker_whose_own_description_throws_fails_the_start_with_that_error()
    {
        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(
            new PoolOptions { Size = 1 }, new InMemoryAdapter(_ => new UndescribedWorker())));

        error.Message.ShouldContain("what am I?");
    }

    [Test]
    public async Task Reader_that_was_too_slow_to_the_end_is_told_how_many_events_it_missed()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();
        for (var i = 0; i < 600; i++)
            await scripted.Pool.ExecuteAnonymousAsync("who");
        await scripted.DisposeAsync();

        var seen = new List<PoolEvent>();
        await foreach (var happened in events)
            seen.Add(happened);

        seen.Count.ShouldBe(1025);
        var missed = seen[^1].ShouldBeOfType<PoolEvent.Missed>();
        missed.Sequence.ShouldBe(1024 + missed.Count);
    }

    [Test]
    public async Task Tail_keeps_the_last_events_also_of_a_pool_that_is_gone()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var tail = scripted.Pool.TailEvents(40);
        for (var i = 0; i < 100; i++)
            await scripted.Pool.ExecuteAnonymousAsync("who");
        await scripted.DisposeAsync();

        var events = tail.Read();
        events.Count.ShouldBe(40);
        events.Select(happened => happened.Sequence).ShouldBe(Enumerable.Range(0, 40).Select(i => events[^1].Sequence - 39 + i));
        events.ShouldContain(happened => happened is PoolEvent.PoolMoved);
        scripted.Pool.TailEvents(1).Read().ShouldBeEmpty();
    }

    [Test]
    public async Task Error_output_of_a_worker_can_be_read_while_it_runs_and_after_its_end()
    {
        var channel = new RecitingChannel(
            new WorkerHello(WireFormat.Version, "reciting", null, FrameLimits.DefaultMaxFrameBytes, new Dictionary<string, CommandDescription>(StringComparer.Ordinal), []),
            new WorkerPong(WorkerHandshake.PingId));
        var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new GivenAdapter(channel));
        var worker = pool.GetKnownWorkers().ShouldHaveSingleItem();

        pool.GetErrorOutputs().ShouldHaveSingleItem().ShouldBe(new WorkerErrorOutput(worker, "Traceback"));
        await pool.DisposeAsync();

        pool.GetErrorOutputs().ShouldHaveSingleItem().ShouldBe(new WorkerErrorOutput(worker, "Traceback"));
        pool.GetKnownWorkers().ShouldBe([worker]);
    }

    [Test]
    public async Task Workers_without_error_output_have_none_to_read()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });

        scripted.Pool.GetErrorOutputs().ShouldBeEmpty();
    }

    [Test]
    public async Task Events_that_were_read_once_end_at_once_when_read_again()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var events = scripted.Pool.ObserveAsync();
        await scripted.Pool.ExecuteAnonymousAsync("who");
        await foreach (var happened in events)
        {
            if (happened is PoolEvent.CheckedIn)
                break;
        }

        await using var again = events.GetAsyncEnumerator();
        while (await again.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)))
            again.Current.ShouldBeOfType<PoolEvent.WorkerMoved>();
    }

    /// <summary>A log whose every entry needs the pool, seen from another thread, before it is written.</summary>
    private sealed class WaitingLog : ILoggerFactory, ILogger
    {
        private readonly List<string> _entries = [];
        private int _waits;
        private int _timedOut;

        public SessionPool? Pool { get; set; }

        public int Waits => _waits;

        public int TimedOut => _timedOut;

        public IReadOnlyList<string> Entries
        {
            get
            {
                lock (_entries)
                    return [.. _entries];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_entries)
                _entries.Add(formatter(state, exception));
            if (Pool is not { } pool)
                return;
            Interlocked.Increment(ref _waits);
            if (!Task.Run(() => pool.GetStats()).Wait(TimeSpan.FromSeconds(2)))
                Interlocked.Increment(ref _timedOut);
        }

        public void Dispose()
        {
        }
    }

    private sealed class UndescribedWorker : IInProcessWorker
    {
        public InProcessWorkerDescription Describe() => throw new InvalidOperationException("what am I?");

        public ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped) => throw new NotSupportedException();

        public void EndSession(string sessionId)
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
