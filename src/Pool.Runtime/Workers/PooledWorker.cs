using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// One worker: its channel, the loop that reads for it, the answer it owes, and its place in the pool.
/// Whoever checked the worker out sends to it; only its own loop reads.
/// </summary>
internal sealed class PooledWorker
{
    // A worker whose stream ended is usually gone within a few milliseconds; waiting for that keeps its exit status.
    private static readonly TimeSpan NaturalEnd = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndAfterKill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastErrorOutput = TimeSpan.FromMilliseconds(200);

    private readonly WorkerStart _start;
    private readonly IWorkerOwner _owner;
    private readonly WorkerAdapter _adapter;

    // One frame at a time on the stream; commands and the word that a session ended may come from different callers.
    private readonly SendGate _sending = new();

    // Guards _pending and _lost: an answer is owed only while the worker is not lost.
    private readonly Lock _gate = new();
    private PendingReply? _pending;
    private string? _lost;
    private WorkerChannel? _channel;
    private long _lastId = WorkerHandshake.PingId;
    private int _maxRequestBytes;

    public PooledWorker(WorkerStart start, WorkerAdapter adapter, IWorkerOwner owner, bool isReplacement)
    {
        _start = start;
        _adapter = adapter;
        _owner = owner;
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

    public string? Description { get; private set; }

    public IReadOnlyDictionary<string, CommandDescription> Commands { get; private set; } =
        new Dictionary<string, CommandDescription>(StringComparer.Ordinal);

    /// <summary>
    /// A command left for it, at least in part, and nobody heard the answer: what its sessions hold is unknown, and so is
    /// where its stream stands. Written and read by whoever checked it out.
    /// </summary>
    public bool HasUnheardCommand { get; private set; }

    // The rest is guarded by the pool's lock.
    public WorkerStateMachine Machine { get; }

    public WorkerState State => Machine.State;

    /// <summary>Its place among the idle workers; in a list only while Ready.</summary>
    public LinkedListNode<PooledWorker> IdleNode { get; }

    public long IdleSince { get; set; }

    public long Answered { get; set; }

    /// <summary>For each session that it knows of, how many of the session's mutations it has applied.</summary>
    public Dictionary<string, int> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the worker: channel, hello, first ping.</summary>
    /// <exception cref="WorkerStartException">It did not become ready; what was started is gone.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            _channel = await _adapter.StartAsync(_start, cancellationToken);
            var hello = await WorkerHandshake.MakeAsync(_channel, _start, cancellationToken);
            Description = hello.Worker;
            Commands = hello.Commands;
            _maxRequestBytes = Math.Min(_start.Limits.MaxFrameBytes, hello.MaxFrameBytes);
        }
        catch (Exception e)
        {
            // Whatever it is: the pool waits for a worker until it is ready or has failed.
            throw await StartExceptionAsync(e);
        }
    }

    /// <summary>Reads for the worker until its end; run once, when the pool has taken it in.</summary>
    public async Task ReadAsync()
    {
        var channel = _channel!;
        var (reason, detail) = await ReadUntilLostAsync(channel);
        lock (_gate)
            _lost = detail;
        _owner.WorkerLost(this, reason, detail);

        var exit = await EndAsync(channel, reason == TransitionReason.Crash ? NaturalEnd : TimeSpan.Zero);
        Interlocked.Exchange(ref _pending, null)?.Fail(LossException(reason, detail, exit, channel.ErrorOutputTail));
        _owner.WorkerEnded(this, exit);
        // Bounded: the code of an in-process worker may ignore that it was stopped.
        await HappensWithin(channel.DisposeAsync().AsTask(), EndAfterKill);
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="WorkerLostException">The worker is gone.</exception>
    /// <exception cref="ProtocolViolationException">The worker sent what the protocol forbids.</exception>
    /// <exception cref="FrameTooLargeException">The command does not fit into a frame; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the worker owes an answer nobody waits for.</exception>
    public async ValueTask<WorkerMessage> CallAsync(
        string command, Payload args, string? session, long deadlineMs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await AskAsync(command, args, session, deadlineMs, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            HasUnheardCommand = true;
            throw;
        }
    }

    /// <summary>
    /// Tells the worker to forget a session. Nothing is answered. The place on the stream is taken when this returns.
    /// </summary>
    public async Task ForgetSessionAsync(string session)
    {
        try
        {
            await SendAsync(new HostEndSession(session), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or ProtocolException)
        {
            // A worker that is gone has forgotten; one that does not take so long a name has never heard of it.
        }
    }

    private async ValueTask<WorkerMessage> AskAsync(
        string command, Payload args, string? session, long deadlineMs, CancellationToken cancellationToken)
    {
        var pending = Owe();
        try
        {
            await SendAsync(new HostRequest(pending.Id, command, args, session, deadlineMs, null), cancellationToken);
        }
        catch (ProtocolException e)
        {
            // Refused before a byte was written: the worker owes nothing.
            lock (_gate)
                _pending = null;
            throw new FrameTooLargeException(
                new PoolErrorContext(_start.PoolName) { WorkerId = Id, SessionId = session, Command = command },
                e.Size ?? args.ByteCount, _maxRequestBytes);
        }
        catch (ObjectDisposedException)
        {
            // The worker's end was seen before the send returned. It may have run the command: the loop that reads fails
            // the answer as that of a request that left.
        }
        catch (IOException)
        {
            // The loop that reads sees the end too, and tells how the worker ended.
            await FailedSendAsync(pending, cancellationToken);
        }

        return await pending.Task.WaitAsync(cancellationToken);
    }

    public void Kill() => _channel?.Kill();

    /// <summary>Ends an idle worker in good order, by force after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_channel is not { } channel)
            return;
        try
        {
            using var patience = new CancellationTokenSource(grace, _start.Time);
            await SendAsync(new HostShutdown(), patience.Token);
            channel.CloseInput();
            await channel.Exited.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            channel.Kill();
        }
    }

    private async ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        await _sending.EnterAsync(cancellationToken);
        try
        {
            await _channel!.SendAsync(message, cancellationToken);
        }
        finally
        {
            _sending.Leave();
        }
    }

    private PendingReply Owe()
    {
        lock (_gate)
        {
            if (_lost is { } reason)
                throw new WorkerLostException(new PoolErrorContext(_start.PoolName) { WorkerId = Id }, RequestFate.NotSent, reason);
            return _pending = new PendingReply(++_lastId);
        }
    }

    // A frame that could not be written whole cannot have been understood: the request did not leave.
    private async Task FailedSendAsync(PendingReply pending, CancellationToken cancellationToken)
    {
        _channel!.Kill();
        try
        {
            await pending.Task.WaitAsync(cancellationToken);
        }
        catch (WorkerLostException e)
        {
            throw new WorkerLostException(
                e.Context, RequestFate.NotSent, "its input was closed", e.ExitStatus, e.Signal, e.StandardErrorTail, e);
        }
    }

    private async Task<WorkerStartException> StartExceptionAsync(Exception error)
    {
        var context = new PoolErrorContext(_start.PoolName) { WorkerId = Id, Attempts = 0 };
        if (_channel is not { } channel)
            return new WorkerStartException(context, _adapter.Description, error.Message, innerException: error);

        var exit = await EndAsync(channel, error is IOException ? NaturalEnd : TimeSpan.Zero);
        var reason = error is OperationCanceledException ? "it was not ready in time"
            : exit.Text is { } text && error is IOException ? $"{error.Message} ({text})"
            : error.Message;
        var exception = new WorkerStartException(
            context, _adapter.Description, reason, exit.ExitCode, exit.SignalName, channel.ErrorOutputTail, error);
        await HappensWithin(channel.DisposeAsync().AsTask(), EndAfterKill);
        return exception;
    }

    private async Task<(TransitionReason Reason, string Detail)> ReadUntilLostAsync(WorkerChannel channel)
    {
        try
        {
            string? violation = null;
            await channel.DeliverAsync(message => (violation = Violation(message)) is null);
            return violation is null
                ? (TransitionReason.Crash, "its output ended")
                : (TransitionReason.ProtocolViolation, violation);
        }
        catch (ProtocolException e) when (e.Fault == ProtocolFault.Truncated)
        {
            // It died while it wrote, of its answer's size perhaps: no nonsense, and the exit status tells more.
            return (TransitionReason.Crash, "its output ended inside a frame");
        }
        catch (ProtocolException e)
        {
            return (TransitionReason.ProtocolViolation, e.Message);
        }
        catch (Exception e)
        {
            // Whatever it is: a worker that nobody reads for must not stay in service.
            return (TransitionReason.Crash, "its output broke: " + e.Message);
        }
    }

    // Delivers the message; returns what is wrong with it, if anything is.
    private string? Violation(WorkerMessage message)
    {
        var id = message switch
        {
            WorkerResult result => result.Id,
            WorkerError error => error.Id ?? 0,
            WorkerChunk chunk => chunk.Id,
            WorkerProgress progress => progress.Id,
            _ => 0,
        };
        lock (_gate)
        {
            if (message is WorkerError { Id: null, Error: var error })
                return $"It reported {ErrorText.Head(error.Type)}: {ErrorText.Head(error.Message)}";
            if (id == 0)
                return $"It sent {message.GetType().Name} at a time when only answers are allowed.";
            if (_pending?.Id != id)
                return $"It answered id {id}, which nobody asked or which is answered already.";
            if (message is WorkerResult or WorkerError)
            {
                _pending.Complete(message);
                _pending = null;
            }

            return null;
        }
    }

    private async Task<WorkerExit> EndAsync(WorkerChannel channel, TimeSpan naturalEnd)
    {
        if (naturalEnd > TimeSpan.Zero && !await HappensWithin(channel.Exited, naturalEnd))
            channel.Kill();
        else if (!channel.Exited.IsCompleted)
            channel.Kill();
        if (!await HappensWithin(channel.Exited, EndAfterKill))
        {
            Telemetry.Log.WorkerWontEnd(_start.Logger, _start.PoolName, Id, ProcessId, EndAfterKill);
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

    private PoolException LossException(TransitionReason reason, string detail, WorkerExit exit, string errorOutput)
    {
        var context = new PoolErrorContext(_start.PoolName) { WorkerId = Id };
        return reason == TransitionReason.ProtocolViolation
            ? new ProtocolViolationException(context, detail)
            : new WorkerLostException(
                context, RequestFate.Sent, exit.Text ?? detail, exit.ExitCode, exit.SignalName, errorOutput);
    }
}
