using Microsoft.Extensions.Logging;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// What the services of one test logged, measured and traced, and what happened in its pools: kept in memory, bounded by
/// <see cref="CaptureOptions"/>, never mixed with that of another test. Ask for it to assert on; when the test fails it is written to
/// files. Thread-safe.
/// </summary>
public sealed class TestTelemetry
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);

    private readonly ActivityRouter _activities;
    private readonly Lock _lock = new();
    private WatchedPool[] _pools = [];
    private TestMeterFactory? _factory;

    internal TestTelemetry(string testId, CaptureOptions options, TimeProvider clock, MeterRouter meters, ActivityRouter activities)
    {
        TestId = testId;
        Options = options.Validated();
        Clock = clock;
        MeterRouter = meters;
        _activities = activities;
        LogCapture = new LogCapture(options);
        MetricsCapture = new MetricsCapture(options);
        ActivityCapture = new ActivityCapture(options);
        if (options.Traces)
        {
            foreach (string source in options.ActivitySources)
            {
                activities.Listen(source);
            }
        }
    }

    /// <summary>What is kept.</summary>
    public CaptureOptions Options { get; }

    /// <summary>The newest log entries, oldest first.</summary>
    public IReadOnlyList<CapturedLog> Logs => LogCapture.Read();

    /// <summary>Log entries that were dropped because newer ones came.</summary>
    public long LogsDropped => LogCapture.Dropped;

    /// <summary>
    /// The measurements of meters that the container's <c>IMeterFactory</c> made, those of the test's pools among them: what was recorded
    /// so far, and what the observable instruments say now. Meters that code makes by <c>new Meter</c> belong to no test.
    /// </summary>
    /// <exception cref="AggregateException">An observable instrument threw when it was read.</exception>
    public IReadOnlyList<CapturedMeasurement> Measurements => MetricsCapture.Read(Volatile.Read(ref _factory));

    /// <summary>The newest spans that ended, in the order in which they did.</summary>
    public IReadOnlyList<CapturedActivity> Activities => ActivityCapture.ReadEnded();

    /// <summary>Spans that were begun and have not ended, oldest first: what the test is at.</summary>
    public IReadOnlyList<CapturedActivity> OpenActivities => ActivityCapture.ReadOpen();

    /// <summary>The newest events of the test's pools from their start on, pool by pool, oldest first.</summary>
    public IReadOnlyList<CapturedPoolEvent> PoolEvents =>
        [.. Pools.SelectMany(static p => p.Events.Select(e => new CapturedPoolEvent(p.Pool.Name, e)))];

    internal string TestId { get; }

    internal TimeProvider Clock { get; }

    internal MeterRouter MeterRouter { get; }

    internal LogCapture LogCapture { get; }

    internal MetricsCapture MetricsCapture { get; }

    internal ActivityCapture ActivityCapture { get; }

    internal IReadOnlyList<WatchedPool> Pools => Volatile.Read(ref _pools);

    /// <summary>Waits for a log entry; one that is there already counts.</summary>
    /// <param name="predicate">Whether it is the one. Called on the threads that log, also on several at once: look and return.</param>
    /// <param name="timeout">Longest wait, more than zero, by the system's clock; null means 5 s.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first entry that was seen to match.</returns>
    /// <exception cref="TimeoutException">No such entry came; the message shows the last ones.</exception>
    public async Task<CapturedLog> WaitForLogAsync(
        Func<CapturedLog, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        TimeSpan limit = timeout ?? DefaultWait;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        LogWaiter waiter = new(predicate);
        LogCapture.Add(waiter);
        try
        {
            return await waiter.Found.WaitAsync(limit, Clock, cancellationToken);
        }
        catch (TimeoutException error) when (!waiter.Found.IsCompleted)
        {
            throw new TimeoutException(LogText.NoSuchEntry(this, limit), error);
        }
        finally
        {
            LogCapture.Remove(waiter);
        }
    }

    /// <summary>Keeps the events of a further pool from now on, and tells its state when the test fails. The test's own pools are watched already.</summary>
    /// <param name="pool">The pool.</param>
    public void Watch(SessionPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        lock (_lock)
        {
            if (Array.Exists(_pools, p => p.Pool == pool))
            {
                return;
            }

            _pools = [.. _pools, new WatchedPool(pool, Options.MaxPoolEvents == 0 ? null : pool.TailEvents(Options.MaxPoolEvents))];
        }
    }

    /// <summary>
    /// A provider that adds to <see cref="Logs"/>, for a host of the test that has a container of its own, such as a web application. Its
    /// measurements are the test's if it is given the <c>IMeterFactory</c> of the test's container.
    /// </summary>
    public ILoggerProvider CreateLoggerProvider() => new TestLoggerProvider(() => this);

    /// <summary>Called before the first meter is made.</summary>
    internal void ListenToMeters(TestMeterFactory factory)
    {
        _factory = factory;
        if (Options.Metrics)
        {
            MeterRouter.Listen();
        }
    }

    /// <summary>Called before a pool is started.</summary>
    internal void ListenToPools()
    {
        if (Options.Traces)
        {
            _activities.Listen(ActivityRouter.PoolSource);
        }
    }

    /// <summary>The test is over: gives back what the process holds for it. What was kept stays readable.</summary>
    internal void End()
    {
        _factory?.Dispose();
        _activities.Close(ActivityCapture);
    }
}
