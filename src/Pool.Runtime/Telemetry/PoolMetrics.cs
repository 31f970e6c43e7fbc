using System.Diagnostics.Metrics;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Telemetry;

/// <summary>
/// The metrics of one pool. Most are read off the pool when somebody collects, so that they cost a call nothing and are
/// exact from the pool's start on; only durations are recorded as they happen, and only while somebody listens.
/// </summary>
/// <remarks>
/// Thread-safe. The meter belongs to the pool, not to the process: two pools, or two tests, never see each other's.
/// </remarks>
internal sealed class PoolMetrics : IDisposable
{
    public const string MeterName = "Pool.Runtime";

    private static readonly CircuitState[] Circuits = Enum.GetValues<CircuitState>();

    // A round trip to a worker takes 15 µs at best, a model's answer seconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
        ],
    };

    private readonly Meter _meter;
    private readonly CommandNames _commands = new();
    private readonly KeyValuePair<string, object?> _pool;
    private readonly Histogram<double> _commandDuration;
    private readonly Histogram<double> _queueWait;
    private readonly Histogram<double> _startDuration;

    // Let go of at the end: a factory's meter outlives the pool.
    private volatile Func<PoolReading>? _read;

    /// <param name="factory">Makes the meter; null for one that nobody else has a part in.</param>
    /// <param name="poolName">Value of the tag <c>pool.name</c>.</param>
    /// <param name="read">Reads the pool. Called by whoever collects, never while the pool's lock is held.</param>
    public PoolMetrics(IMeterFactory? factory, string poolName, Func<PoolReading> read)
    {
        _read = read;
        _pool = KeyValuePair.Create<string, object?>("pool.name", poolName);

        // The tag is part of a meter's identity: pools of one factory have a meter each.
        var options = new MeterOptions(MeterName) { Version = Version, Tags = [_pool] };
        _meter = factory?.Create(options) ?? new Meter(options);

        _commandDuration = Duration("pool.command.duration", "Time of a call from its arrival to its end, retries included.");
        _queueWait = Duration("pool.queue.wait", "Time that a call or a checkout waited for its session's turn and a worker.");
        _startDuration = Duration("pool.worker.start.duration", "Time from the decision to start a worker until it was ready, or had failed to be.");

        Level("pool.workers", "{worker}", "Workers whose end has not been observed.", reading =>
            reading.Workers.Select(each => Measured(each.Count, "pool.worker.state", each.State)));
        Level("pool.size", "{worker}", "Workers that the pool keeps, overflow not included.", reading => reading.Size);
        Level("pool.sessions", "{session}", "Sessions that the pool knows.", reading => reading.Sessions);
        Level("pool.queue.depth", "{call}", "Callers waiting for a worker or for their session's turn.", reading => reading.QueueDepth);
        Level("pool.commands.active", "{call}", "Calls and leases that were let in and are not over: waiting, running, or owed an answer by their worker.", reading => reading.ActiveCalls);
        Level("pool.circuit.state", "1", "1 for the state that the circuit breaker is in, 0 for the others.", reading =>
            Circuits.Select(state => Measured(state == reading.Circuit ? 1 : 0, "pool.circuit.state", SnakeCase.Of(state.ToString()))));

        Count("pool.checkouts", "{checkout}", "Workers handed to a call or a lease.", counters => counters.Checkouts);
        Count("pool.queue.timeouts", "{call}", "Calls and checkouts that waited in vain.", counters => counters.QueueTimeouts);
        Count("pool.queue.rejections", "{call}", "Calls and checkouts refused because the queue was full.", counters => counters.QueueRejections);
        Count("pool.command.retries", "{attempt}", "Attempts after the first.", counters => counters.Retries);
        Count("pool.worker.restarts", "{worker}", "Workers that became ready in the place of a lost one.", counters => counters.Restarts);
        Count("pool.worker.losses", "{worker}", "Workers lost to a crash, a timeout, a cancelled command, a protocol violation or failed health checks.", counters => counters.Losses);
        Count("pool.worker.start.failures", "{worker}", "Workers that did not become ready.", counters => counters.StartFailures);
        Count("pool.worker.health_checks", "{check}", "Health checks of idle workers that ended, either way.", counters => counters.HealthChecks);
        Count("pool.worker.health_check.failures", "{check}", "Health checks that were not answered in time.", counters => counters.HealthCheckFailures);
        Total("pool.worker.recycles", "{worker}", "Workers in good order that were replaced.", reading =>
            reading.Recycles.Select(each => Measured(each.Count, "pool.recycle.reason", each.Reason)));
        Count("pool.session.moves", "{session}", "Times a session was served by another worker than the last time.", counters => counters.SessionMoves);
        Count("pool.session.expirations", "{session}", "Sessions that ended because they were idle for too long.", counters => counters.SessionsExpired);
        Count("pool.journal.replays", "{replay}", "Times a session's state was brought to a worker.", counters => counters.Replays);
        Count("pool.journal.replayed_commands", "{command}", "Commands sent by those replays.", counters => counters.ReplayedCommands);
        Count("pool.journal.snapshots", "{snapshot}", "Times a session's state was taken from a worker.", counters => counters.Snapshots);
        Count("pool.lease.leaks", "{lease}", "Leases that were out for longer than the threshold.", counters => counters.Leaks);
    }

    /// <summary>The version of this library, for meters and activity sources.</summary>
    public static string? Version => typeof(PoolMetrics).Assembly.GetName().Version?.ToString(3);

    /// <summary>Whether anybody listens to how long calls take. When not, nothing needs to be measured.</summary>
    public bool TimesCalls => _commandDuration.Enabled || _queueWait.Enabled;

    /// <summary>Whether anybody listens to how long starts take.</summary>
    public bool TimesStarts => _startDuration.Enabled;

    /// <summary>Makes the commands of a worker's hello known; others share one tag.</summary>
    public void Declare(IEnumerable<string> commands) => _commands.Declare(commands);

    /// <summary>A call has ended.</summary>
    /// <param name="command">Its command, as its caller named it.</param>
    /// <param name="error">Why it failed; null when it did not. A cancellation is no error.</param>
    /// <param name="elapsed">From its arrival.</param>
    /// <param name="waited">In queues.</param>
    public void CallEnded(string command, Exception? error, TimeSpan elapsed, TimeSpan waited)
    {
        Waited(waited);
        CommandEnded(command, error, elapsed);
    }

    /// <summary>A call, or a checkout or batch of several commands, has got its worker or given up.</summary>
    public void Waited(TimeSpan waited)
    {
        if (_queueWait.Enabled)
            _queueWait.Record(waited.TotalSeconds, _pool);
    }

    /// <inheritdoc cref="CallEnded"/>
    public void CommandEnded(string command, Exception? error, TimeSpan elapsed)
    {
        if (!_commandDuration.Enabled)
            return;
        var tag = KeyValuePair.Create<string, object?>("pool.command", _commands.TagOf(command));
        if (error is null or OperationCanceledException)
            _commandDuration.Record(elapsed.TotalSeconds, _pool, tag, Outcome(error is null ? "success" : "cancelled"));
        else
            _commandDuration.Record(elapsed.TotalSeconds, [_pool, tag, Outcome("error"), KeyValuePair.Create<string, object?>("error.type", ErrorType.Of(error))]);
    }

    /// <summary>A worker has become ready, or has failed to.</summary>
    public void StartEnded(TimeSpan elapsed, bool isReady)
    {
        if (_startDuration.Enabled)
            _startDuration.Record(elapsed.TotalSeconds, _pool, Outcome(isReady ? "success" : "error"));
    }

    public void Dispose()
    {
        _read = null;
        _meter.Dispose();
    }

    private static KeyValuePair<string, object?> Outcome(string outcome) => KeyValuePair.Create<string, object?>("pool.outcome", outcome);

    private Histogram<double> Duration(string name, string description) => _meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    private void Level(string name, string unit, string description, Func<PoolReading, int> read) =>
        Level(name, unit, description, reading => [new Measurement<long>(read(reading), _pool)]);

    private void Level(string name, string unit, string description, Func<PoolReading, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableUpDownCounter(name, () => Read(read), unit, description);

    private void Count(string name, string unit, string description, Func<PoolCounters, long> read) =>
        Total(name, unit, description, reading => [new Measurement<long>(read(reading.Counters), _pool)]);

    private void Total(string name, string unit, string description, Func<PoolReading, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableCounter(name, () => Read(read), unit, description);

    private IEnumerable<Measurement<long>> Read(Func<PoolReading, IEnumerable<Measurement<long>>> read) =>
        _read is { } pool ? read(pool()) : [];

    private Measurement<long> Measured(long value, string tag, string tagValue) =>
        new(value, _pool, KeyValuePair.Create<string, object?>(tag, tagValue));
}
