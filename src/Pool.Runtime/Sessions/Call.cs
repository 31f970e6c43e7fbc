using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// One call on its way through the pool: what it wants, its one deadline, and how far it got. It is stopped at most once,
/// by its deadline or its caller, and whatever it then waits for ends.
/// </summary>
internal sealed class Call : Waiter, IValueTaskSource<PooledWorker?>, IReplySettler
{
    private readonly IWaiterOwner _owner;
    private CancellationToken _caller;
    private ManualResetValueTaskSourceCore<PooledWorker?> _granted;
    private volatile Outstanding? _outstanding;
    private volatile CancellationTokenSource? _recovery;
    private volatile int _stopped;

    public Call(IWaiterOwner owner, string command, Payload args, string? sessionId, TimeSpan timeout, TimeProvider time)
    {
        _owner = owner;
        Command = command;
        Args = args;
        SessionId = sessionId;
        Deadline = new Deadline(time, timeout);
    }

    public string Command { get; }

    public Payload Args { get; }

    public override string? SessionId { get; }

    public Deadline Deadline { get; }

    /// <summary>Takes the call's chunks and progress; null when nobody asked for them.</summary>
    public ReplySink? Sink { get; init; }

    /// <summary>Runs on a worker that its caller has leased.</summary>
    public bool IsLeased { get; init; }

    /// <summary>The lease it runs on, if it does.</summary>
    public LeaseState? Lease { get; set; }

    /// <summary>Its span, when somebody listens to traces.</summary>
    public Activity? Span { get; set; }

    /// <summary>What its requests say of their trace; of the call's span or its caller's. Null when there is none.</summary>
    public string? TraceParent { get; set; }

    public StopReason Stopped => (StopReason)_stopped;

    // What follows is written by the one attempt that is under way.
    public CommandPhase Phase { get; set; } = CommandPhase.Queue;

    public int Attempts { get; set; }

    public string? WorkerId { get; set; }

    /// <summary>Kind of the command, once a worker that declares it was seen.</summary>
    public CommandKind? Kind { get; set; }

    /// <summary>A repetition of the command changes nothing, and nobody has seen a part of its answer.</summary>
    public bool MayBeResent => Kind is CommandKind.Query or CommandKind.Idempotent && Sink is not { HasDelivered: true };

    /// <summary>
    /// It runs on the thread of whoever granted its worker, or on the one that reads for it: not to be kept for long, and
    /// not to run a user's code.
    /// </summary>
    public bool IsOnBorrowedThread { get; set; }

    /// <summary>It has ended for its caller. Guarded by the pool's lock.</summary>
    public bool IsOver { get; set; }

    /// <summary>An answer that its worker still owes after the call was stopped.</summary>
    public Outstanding? Unsettled { get; set; }

    /// <summary>Its worker still owes an answer; whoever waits for that gives the worker back and passes the turn.</summary>
    public bool IsSettling { get; set; }

    public override PoolErrorContext Context => new(_owner.Name)
    {
        WorkerId = WorkerId,
        SessionId = SessionId,
        Command = Command,
        Attempts = Attempts,
    };

    /// <summary>
    /// Its answer, when that was dealt with as soon as it came: the call has given its worker back. Null before, and when
    /// whoever awaits the answer does.
    /// </summary>
    public CommandResult? Settled { get; set; }

    /// <summary>Says whose cancellation <see cref="Cancel"/> is.</summary>
    public void CancelledBy(CancellationToken caller) => _caller = caller;

    public void Cancel() => _owner.Stop(this, StopReason.Cancelled);

    /// <summary>Begins a wait. The pool's lock is held.</summary>
    public ValueTask<PooledWorker?> Wait()
    {
        _granted.Reset();
        return new ValueTask<PooledWorker?>(this, _granted.Version);
    }

    public override void Grant(PooledWorker? worker, bool inline)
    {
        IsOnBorrowedThread = inline;
        _granted.RunContinuationsAsynchronously = !inline;
        _granted.SetResult(worker);
    }

    public override void Refuse(Exception error)
    {
        _granted.RunContinuationsAsynchronously = true;
        _granted.SetException(error);
    }

    /// <summary>Stops the call; false when it was stopped before. Never under the pool's lock.</summary>
    public bool Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _stopped, (int)reason, 0) != 0)
            return false;
        // Both are set before _stopped is read, and read here after it was written: one of the two sides sees the other.
        Interlocked.MemoryBarrier();
        _outstanding?.Abandon();
        _recovery?.Cancel();
        return true;
    }

    /// <summary>What the call waits for from here on; abandoned when the call is stopped, or if it was already.</summary>
    public void WaitsFor(Outstanding outstanding)
    {
        _outstanding = outstanding;
        Interlocked.MemoryBarrier();
        if (_stopped != 0)
            outstanding.Abandon();
    }

    /// <summary>
    /// Ends the wait. False when the call was stopped: whoever did that may be about to abandon what was waited for.
    /// </summary>
    public bool WaitsForNothing()
    {
        _outstanding = null;
        Interlocked.MemoryBarrier();
        return _stopped == 0;
    }

    /// <summary>Cancelled when the call is stopped. For the slow path, which hands it to others.</summary>
    public CancellationToken RecoveryToken()
    {
        _recovery ??= new CancellationTokenSource();
        Interlocked.MemoryBarrier();
        if (_stopped != 0)
            _recovery.Cancel();
        return _recovery.Token;
    }

    /// <exception cref="OperationCanceledException">The call was stopped by its caller.</exception>
    /// <exception cref="CommandTimeoutException">The call was stopped by its deadline.</exception>
    public void ThrowIfStopped()
    {
        if (_stopped != 0)
            throw Ended();
    }

    /// <summary>The end of a call that was stopped.</summary>
    public Exception Ended() => Stopped == StopReason.Cancelled
        ? new OperationCanceledException($"{Context}The call was cancelled by its caller.", _caller)
        : new CommandTimeoutException(
            Context, Deadline.Budget, Phase, Phase == CommandPhase.Command ? RequestFate.Sent : RequestFate.NotSent);

    bool IReplySettler.TrySettle(PooledWorker worker, WorkerMessage answer) => _owner.TrySettle(this, worker, answer);

    PooledWorker? IValueTaskSource<PooledWorker?>.GetResult(short token) => _granted.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<PooledWorker?>.GetStatus(short token) => _granted.GetStatus(token);

    void IValueTaskSource<PooledWorker?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _granted.OnCompleted(continuation, state, token, flags);
}
