using Microsoft.Extensions.Logging;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Workers;

/// <summary>
/// Hands a worker's log entries to the host's log: bounded in length, in rate and in what waits to be written. Used by whoever
/// reads for the worker, one at a time; the host's logger, which is code of others, runs elsewhere.
/// </summary>
internal sealed class WorkerLogRelay
{
    /// <summary>
    /// Characters of entries of one worker that wait for a slow logger; what comes then is dropped. The end of the pool waits for them.
    /// </summary>
    public const int MostWaitingChars = 256 * 1024;

    private const int MaxLoggerChars = 200;
    private const int MaxTextChars = WorkerLog.MaxBytes;

    // What an entry costs beside its text.
    private const int EntryChars = 200;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger;
    private readonly string _poolName;
    private readonly string _workerId;
    private readonly PoolOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<Action> _write;
    private WireLogLevel? _level;
    private double _tokens;
    private long _refilledAt;
    private long _dropped;
    private long _droppingSince;
    private long _waitingChars;

    /// <param name="logger">Where the entries go.</param>
    /// <param name="poolName">Name of the pool.</param>
    /// <param name="workerId">Id of the worker.</param>
    /// <param name="options">Level and rate.</param>
    /// <param name="time">Clock of the rate.</param>
    /// <param name="write">Runs what writes an entry: in order, elsewhere, and whatever it throws.</param>
    public WorkerLogRelay(
        ILogger logger, string poolName, string workerId, PoolOptions options, TimeProvider time, Action<Action> write)
    {
        _logger = logger;
        _poolName = poolName;
        _workerId = workerId;
        _options = options;
        _time = time;
        _write = write;
        _tokens = options.MaxWorkerLogRate;
        _refilledAt = time.GetTimestamp();
    }

    /// <summary>
    /// The lowest level that the worker is asked for: what the options allow and the logger has enabled now; null for none.
    /// </summary>
    public WireLogLevel? Ask()
    {
        _level = null;
        for (var level = _options.WorkerLogLevel; level < LogLevel.None && _level is null; level++)
        {
            if (IsEnabled(level))
                _level = (WireLogLevel)level;
        }

        return _level;
    }

    /// <summary>Receives the next message that is no log entry; null once the worker will send no more.</summary>
    /// <exception cref="ProtocolException">What arrived is not a message.</exception>
    public async ValueTask<WorkerMessage?> ReceiveAsync(WorkerChannel channel, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await channel.ReceiveAsync(cancellationToken);
            if (message is not WorkerLog entry)
                return message;
            Take(entry, session: null);
        }
    }

    /// <summary>Takes an entry. Never blocks and never throws.</summary>
    /// <param name="entry">As the worker sent it.</param>
    /// <param name="session">Session of the request that it names, if that is still open.</param>
    public void Take(WorkerLog entry, string? session)
    {
        if (_level is not { } lowest || entry.Level < lowest)
            return;
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_options.MaxWorkerLogRate, _tokens + (_time.GetElapsedTime(_refilledAt, now).TotalSeconds * _options.MaxWorkerLogRate));
        _refilledAt = now;
        var waiting = Volatile.Read(ref _waitingChars);
        var isFull = waiting >= MostWaitingChars;
        // Once it has dropped, it tells when the flood is over, or now and then while it is not.
        if (_dropped > 0 && !isFull
            && ((_tokens >= _options.MaxWorkerLogRate / 2.0 && waiting <= MostWaitingChars / 2) || _time.GetElapsedTime(_droppingSince, now) >= ReportInterval))
            ReportDropped();
        if (_tokens < 1 || isFull)
        {
            if (_dropped++ == 0)
                _droppingSince = now;
            return;
        }

        _tokens--;
        Write(entry, session);
    }

    /// <summary>Tells what was dropped and not told yet; the worker will send no more.</summary>
    public void End()
    {
        if (_dropped > 0)
            ReportDropped();
    }

    private void Write(WorkerLog entry, string? session)
    {
        var name = WorkerText.Plain(entry.Logger, MaxLoggerChars);
        var message = WorkerText.Plain(entry.Message, MaxTextChars);
        var exception = entry.Exception is { Length: > 0 } text ? new WorkerTraceback(WorkerText.PlainTail(text, MaxTextChars)) : null;
        var chars = EntryChars + name.Length + message.Length + (exception?.Text.Length ?? 0);
        Interlocked.Add(ref _waitingChars, chars);
        _write(() =>
        {
            Interlocked.Add(ref _waitingChars, -chars);
            Log.WorkerEntry(_logger, (LogLevel)entry.Level, _poolName, _workerId, session, name, message, exception);
        });
    }

    private void ReportDropped()
    {
        var dropped = _dropped;
        _dropped = 0;
        _write(() => Log.WorkerEntriesDropped(_logger, _poolName, _workerId, dropped, _options.MaxWorkerLogRate));
    }

    private bool IsEnabled(LogLevel level)
    {
        try
        {
            return _logger.IsEnabled(level);
        }
        catch (Exception)
        {
            // A logger that throws gets nothing; the worker starts all the same.
            return false;
        }
    }
}
