using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// One worker: its channel, the loop that reads for it, the answer it owes, and its place in the pool.
/// Whoever checked the worker out sends to it; only its own loop reads.
/// </summary>
internal sealed partial class PooledWorker
{
    // A worker whose stream ended is usually gone within a few milliseconds; waiting for that keeps its exit status.
    private static readonly TimeSpan NaturalEnd = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndAfterKill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastErrorOutput = TimeSpan.FromMilliseconds(200);

    private readonly WorkerStart _start;
    private readonly IWorkerOwner _owner;
    private readonly WorkerAdapter _adapter;
    private readonly WorkerLogRelay _logs;

    // One frame at a time on the stream; commands and the word that a session ended may come from different callers.
    private readonly SendGate _sending = new();

    // Guards what it owes and _lost: an answer is owed only while the worker is not lost.
    private readonly Lock _gate = new();

    // What is owed, in the order in which it was sent: a worker answers in that order.
    private PendingReply? _owedFirst;
    private PendingReply? _owedLast;
    private PendingReply? _spare;
    private string? _lost;
    private WorkerChannel? _channel;
    private long _lastId = WorkerHandshake.PingId;
    private IReadOnlyList<string> _features = [];

    public PooledWorker(WorkerStart start, WorkerAdapter adapter, IWorkerOwner owner, WorkerLogRelay logs, bool isReplacement)
    {
        _start = start;
        _adapter = adapter;
        _owner = owner;
        _logs = logs;
        IsReplacement = isReplacement;
        StartedAt = start.Time.GetUtcNow();
        Machine = new WorkerStateMachine(start.Time);
        IdleNode = new LinkedListNode<PooledWorker>(this);
    }

    public string Id => _start.WorkerId;

    /// <summary>Started in the place of a lost worker.</summary>
    public bool IsReplacement { get; }

    public DateTimeOffset StartedAt { get; }

    public int? ProcessId => _channel?.ProcessId;

    /// <summary>The end of what it wrote to its error output; empty when that is nothing.</summary>
    public string ErrorOutputTail => _channel?.ErrorOutputTail ?? "";

    public string? Description { get; private set; }

    /// <summary>The largest frame that it may be sent: by the pool's options, or by its hello if that allows less.</summary>
    public int MaxRequestBytes { get; private set; }

    public IReadOnlyDictionary<string, CommandDescription> Commands { get; private set; } =
        new Dictionary<string, CommandDescription>(StringComparer.Ordinal);

    /// <summary>Whether it said in its hello that it can do <paramref name="feature"/>.</summary>
    public bool Can(string feature) => _features.Contains(feature);

    // The rest is guarded by the pool's lock.
    public WorkerStateMachine Machine { get; }

    public WorkerState State => Machine.State;

    /// <summary>Its place among the idle workers; in a list only while Ready.</summary>
    public LinkedListNode<PooledWorker> IdleNode { get; }

    public long IdleSince { get; set; }

    public WorkerUpkeep Upkeep { get; init; } = new();

    public long Answered { get; set; }

    /// <summary>Why the pool killed it, when its callers are to be told that instead of what was seen of its end.</summary>
    public string? KilledBecause { get; set; }

    /// <summary>What it holds of each session that it knows of, by the session's id.</summary>
    public Dictionary<string, Residence> Residences { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the worker: channel, hello, first ping, warm-up.</summary>
    /// <exception cref="WorkerStartException">It did not become ready; what was started is gone.</exception>
    public async Task OpenAsync(IReadOnlyList<WarmUpRequest> warmUp, CancellationToken cancellationToken)
    {
        try
        {
            _channel = await _adapter.StartAsync(_start, cancellationToken);
            var hello = await WorkerHandshake.MakeAsync(_channel, _start, _logs, cancellationToken);
            Description = hello.Worker;
            Commands = hello.Commands;
            _features = hello.Features;
            MaxRequestBytes = Math.Min(_start.Limits.MaxFrameBytes, hello.MaxFrameBytes);
            _lastId = await WorkerWarmUp.RunAsync(_channel, _start, _logs, warmUp, _lastId, cancellationToken);
        }
        catch (Exception e)
        {
            // Whatever it is: the pool waits for a worker until it is ready or has failed.
            throw await StartExceptionAsync(e);
        }
    }

    /// <summary>Resident memory of the worker's process, in bytes; null where it cannot be measured.</summary>
    public long? MeasureMemory() => _channel?.ResidentBytes;

    public void Kill() => _channel?.Kill();

    /// <summary>Ends an idle worker in good order, by force after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_channel is not { } channel)
            return;
        try
        {
            using var patience = new CancellationTokenSource(grace, _start.Time);
            await SendAsync(new HostShutdown(), null, patience.Token);
            channel.CloseInput();
            await channel.Exited.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            channel.Kill();
        }
    }

    private async Task<WorkerStartException> StartExceptionAsync(Exception error)
    {
        var context = new PoolErrorContext(_start.PoolName) { WorkerId = Id, Attempts = 0 };
        if (_channel is not { } channel)
            return new WorkerStartException(context, _adapter.CommandLine, error.Message, innerException: error);

        var exit = await EndAsync(channel, error is IOException ? NaturalEnd : TimeSpan.Zero);
        var reason = error is OperationCanceledException ? "it was not ready in time"
            : exit.Text is { } text && error is IOException ? $"{error.Message} ({text})"
            : error.Message;
        var exception = new WorkerStartException(
            context, _adapter.CommandLine, reason, exit.ExitCode, exit.SignalName, channel.ErrorOutputTail, error);
        await HappensWithin(channel.DisposeAsync().AsTask(), EndAfterKill);
        return exception;
    }

    private async Task<WorkerExit> EndAsync(WorkerChannel channel, TimeSpan naturalEnd)
    {
        if (naturalEnd > TimeSpan.Zero && !await HappensWithin(channel.Exited, naturalEnd))
            channel.Kill();
        else if (!channel.Exited.IsCompleted)
            channel.Kill();
        if (!await HappensWithin(channel.Exited, EndAfterKill))
        {
            Telemetry.Log.WorkerWontEnd(_start.Logger, _start.PoolName, Id, (object?)ProcessId ?? "unknown", EndAfterKill);
            return new WorkerExit(null, null, "was killed, but its end was not seen");
        }

        // What it wrote last, a traceback most likely, belongs into the error.
        await HappensWithin(channel.ErrorOutputEnded, LastErrorOutput);
        return await channel.Exited;
    }

    private async Task<bool> HappensWithin(Task task, TimeSpan time)
    {
        try
        {
            await task.WaitAsync(time, _start.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
