using System.Threading.Tasks.Sources;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// One answer that a worker owes. It ends once for the caller: by the answer, by the worker's loss, or because the caller
/// gave up; after the last of these the answer itself is still awaited, so that the worker may stay in service.
/// </summary>
internal sealed class PendingReply(PooledWorker worker) : Outstanding, IValueTaskSource<WorkerMessage>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<WorkerMessage> _answer;
    private TaskCompletionSource<WorkerMessage?>? _late;
    private WorkerMessage? _settled;
    private volatile bool _isWritten;

    public long Id { get; private set; }

    public ReplySink? Sink { get; private set; }

    /// <summary>What the answer is for; set by who sends it.</summary>
    public HostMessage? Message { get; set; }

    /// <summary>Deals with the answer as soon as it is there; null when nobody does. Set by who sends it.</summary>
    public IReplySettler? Settler { get; set; }

    public override IReadOnlyList<PendingReply> Unanswered => State == PendingState.Waiting || _late is not null ? [this] : [];

    /// <summary>The pending of the command that was sent next; links what a worker owes. Guarded by the worker's lock.</summary>
    public PendingReply? Next { get; set; }

    public PendingState State { get; set; }

    /// <summary>Whether the request left, at least in part; written by who sends it, read once sends have ended.</summary>
    public RequestFate Fate { get; set; }

    /// <summary>The request was written whole. Set by who sends it, last of all: it looks at this no more.</summary>
    public bool IsWritten
    {
        get => _isWritten;
        set => _isWritten = value;
    }

    /// <summary>
    /// Who awaits it is on a thread that is not its own and must not go on there, even if the answer has come already.
    /// </summary>
    public bool NeverInline { get; set; }

    /// <summary>Whoever awaited it goes on, most likely, on the thread that reads for the worker.</summary>
    public bool WasCompletedInline { get; private set; }

    public bool IsAbandoned => _late is not null;

    /// <summary>The answer to an abandoned request, or null when the worker was lost before it came.</summary>
    public Task<WorkerMessage?> Late => _late!.Task;

    public ValueTask<WorkerMessage> Answer => new(this, _answer.Version);

    /// <summary>Lets go of all that it holds of its request, the answer too: an idle worker's may be large. Nobody awaits it.</summary>
    public void Clear()
    {
        _answer.Reset();
        Sink = null;
        Message = null;
        Settler = null;
        _settled = null;
    }

    /// <summary>Makes it stand for another request. Nobody awaits it.</summary>
    public void Begin(long id, ReplySink? sink)
    {
        Clear();
        Id = id;
        Sink = sink;
        Next = null;
        _late = null;
        _isWritten = false;
        State = PendingState.Waiting;
        Fate = RequestFate.NotSent;
        NeverInline = false;
        WasCompletedInline = false;
    }

    /// <summary>
    /// Completes it for the caller; called once, on the thread that reads for the worker, by whoever moved
    /// <see cref="State"/> from Waiting.
    /// </summary>
    public void Complete(WorkerMessage message)
    {
        _answer.RunContinuationsAsynchronously = false;
        if (Settler is { } settler && settler.TrySettle(worker, message))
        {
            _settled = message;
            BackgroundLoops.Post(this);
            return;
        }

        WasCompletedInline = true;
        _answer.SetResult(message);
    }

    public void Fail(Exception error)
    {
        _answer.RunContinuationsAsynchronously = true;
        _answer.SetException(error);
    }

    /// <summary>
    /// Gives what was sent bytes of its own, before whoever sent it may change theirs. False when they are still being written.
    /// </summary>
    public bool TryDetach()
    {
        if (Message is not HostRequest { Args.Blobs.Count: > 0 } request)
            return true;
        Message = request with { Args = request.Args.WithOwnBlobs() };
        return IsWritten;
    }

    public override void Abandon() => worker.Abandon(this);

    /// <summary>The worker's lock is held.</summary>
    public void ExpectLate() => _late = new TaskCompletionSource<WorkerMessage?>(TaskCreationOptions.RunContinuationsAsynchronously);

    public void CompleteLate(WorkerMessage? message) => _late!.SetResult(message);

    void IThreadPoolWorkItem.Execute() => _answer.SetResult(_settled!);

    WorkerMessage IValueTaskSource<WorkerMessage>.GetResult(short token) => _answer.GetResult(token);

    // Said to be pending, an answer that is there already is handed over on another thread.
    ValueTaskSourceStatus IValueTaskSource<WorkerMessage>.GetStatus(short token) =>
        NeverInline ? ValueTaskSourceStatus.Pending : _answer.GetStatus(token);

    void IValueTaskSource<WorkerMessage>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}
