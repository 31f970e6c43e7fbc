using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>
/// Everything that a pool does to its workers of its own accord, at once and in a hurry, under callers who must not notice.
/// <c>POOL_SEED=17</c> replays the choices of one run, <c>POOL_SEED=1-100</c> makes many.
/// </summary>
[Category("Repetition")]
internal sealed class SessionPoolUpkeepStressTests
{
    private const int Sessions = 12;
    private const int CallsPerSession = 60;
    private const int LargestSize = 6;
    private const int Overflow = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestCaseSource(nameof(Seeds))]
    public async Task Callers_notice_nothing_of_resizing_clearing_recycling_checking_and_sizing(int seed)
    {
        TestContext.Out.WriteLine($"POOL_SEED={seed} makes these choices again.");
        using var log = new DefectLog();
        var measures = new Random(seed);
        var workers = new ConcurrentQueue<ScriptedWorker>();
        await using var pool = await SessionPool.StartAsync(
            HurriedOptions(seed),
            new DuplexPipeAdapter(context =>
            {
                var worker = new ScriptedWorker(context) { Measure = () => Next(measures, 100) < 3 ? long.MaxValue : 1 };
                workers.Enqueue(worker);
                return worker;
            }),
            new SessionPoolServices { Seed = seed, LoggerFactory = log });
        using var census = new CancellationTokenSource();
        var counted = CountWorkersAsync(pool.ObserveAsync(census.Token));
        using var callsOver = new CancellationTokenSource();
        var upkeep = DisturbAsync(pool, new Random(seed + 1), workers, HasCrashes(seed), callsOver.Token);

        var lists = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => UseAsync(pool, $"s{number}"))).WaitAsync(Patience);
        await callsOver.CancelAsync();
        await upkeep.WaitAsync(Patience);

        lists.ShouldAllBe(items => items.SequenceEqual(Enumerable.Range(0, CallsPerSession).Select(Text)));
        if (!HasCrashes(seed))
        {
            var counters = pool.GetStats().Counters;
            (counters.Errors, counters.Losses, counters.StartFailures).ShouldBe((0, 0, 0));
        }

        pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Recycles.Values.Sum().ShouldBe(stats.Counters.Recycles),
            stats => stats.Counters.Recycles.ShouldBeGreaterThan(0));
        await ShouldSettleAsync(pool);
        (await pool.DrainAsync(Patience)).ShouldBeTrue();
        pool.GetStats().Workers.ShouldBeEmpty();
        await pool.DisposeAsync();
        (await counted).ShouldBeLessThanOrEqualTo(LargestSize + Overflow);
        workers.ShouldAllBe(worker => worker.Disposed);
        log.Defects.ShouldBeEmpty();
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("POOL_SEED") is not { Length: > 0 } given)
            return Enumerable.Range(1, 6);
        var ends = given.Split('-');
        var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, int.Parse(ends[^1], CultureInfo.InvariantCulture) - first + 1);
    }

    private static PoolOptions HurriedOptions(int seed) => new()
    {
        Size = 3,
        MaxRestarts = 1_000_000,
        MaxOverflow = Overflow,
        QueueTimeout = Patience,
        CommandTimeout = Patience,
        StartTimeout = Patience,
        HealthCheckTimeout = Patience,
        HealthCheckInterval = TimeSpan.FromMilliseconds(1),
        MaxWorkerAge = TimeSpan.FromMilliseconds(40),
        MaxWorkerAgeJitter = 0.9,
        MaxWorkerRequests = 25,
        MaxWorkerMemoryBytes = 1024 * 1024,
        MaxKillsPerCommand = 0,
        MemoryCheckInterval = TimeSpan.FromMilliseconds(2),
        OverflowIdleTimeout = TimeSpan.FromMilliseconds(seed % 3),
        IdleOrder = seed % 2 == 0 ? WorkerOrder.Lifo : WorkerOrder.Fifo,
        Affinity = (SessionAffinity)(seed % 2),
        Sizing = new SizingOptions { MinSize = 1, MaxSize = LargestSize, Interval = TimeSpan.FromMilliseconds(5), ShrinkAfter = 1 },
    };

    private static async Task<string[]> UseAsync(SessionPool pool, string session)
    {
        for (var i = 0; i < CallsPerSession; i++)
            await AcknowledgedAsync(() => pool.ExecuteAsync(session, "append", new { item = Text(i) }).AsTask());
        return (await AcknowledgedAsync(() => pool.ExecuteAsync<string[]>(session, "list").AsTask()))!;
    }

    // What a worker that crashed did and did not answer is not in the journal, and so has not happened.
    private static async Task<T> AcknowledgedAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (PoolException e) when (e is WorkerLostException or WorkerStartException or CircuitOpenException)
            {
                await Task.Yield();
            }
        }
    }

    private static bool HasCrashes(int seed) => seed % 3 == 0;

    private static async Task DisturbAsync(SessionPool pool, Random random, ConcurrentQueue<ScriptedWorker> workers, bool crash, CancellationToken callsOver)
    {
        while (!callsOver.IsCancellationRequested)
        {
            var started = workers.Count;
            if (crash)
                workers.ElementAt(random.Next(workers.Count)).Context.Crash("scripted");
            try
            {
                if (random.Next(3) == 0)
                    await pool.ClearAsync(CancellationToken.None);
                else
                    await pool.ResizeAsync(random.Next(1, LargestSize + 1), CancellationToken.None);
            }
            catch (WorkerStartException) when (crash)
            {
                // The worker that was made to crash was being started.
            }

            for (var i = 0; i < 100 && workers.Count == started; i++)
                await Task.Yield();
        }
    }

    // The most workers that could take a command at one time.
    private static async Task<int> CountWorkersAsync(IAsyncEnumerable<PoolEvent> events)
    {
        var serving = new HashSet<string>(StringComparer.Ordinal);
        var most = 0;
        await foreach (var happened in events)
        {
            // What was missed may have been the end of any of them.
            if (happened is PoolEvent.Missed)
                serving.Clear();
            if (happened is not PoolEvent.WorkerMoved move)
                continue;
            if (move.To < WorkerState.Terminating)
                serving.Add(move.WorkerId);
            else
                serving.Remove(move.WorkerId);
            most = Math.Max(most, serving.Count);
        }

        return most;
    }

    // Nothing is left over: the size that is wanted, everyone ready or on the way there.
    private static async Task ShouldSettleAsync(SessionPool pool)
    {
        var stats = await pool.ReachAsync(stats => stats.Ready + stats.Initializing == stats.Size && stats is { Busy: 0, Degraded: 0 });
        stats.QueueDepth.ShouldBe(0);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Next(Random random, int below)
    {
        lock (random)
            return random.Next(below);
    }

    private sealed class DefectLog : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Defects { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Defects.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
