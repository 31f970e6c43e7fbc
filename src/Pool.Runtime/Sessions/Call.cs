using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Sessions;

/// <summary>One call on its way through the pool: what it wants, its one deadline, and how far it got.</summary>
internal sealed class Call : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _caller;

    public Call(string poolName, string command, Payload args, string? sessionId, TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        PoolName = poolName;
        Command = command;
        Args = args;
        SessionId = sessionId;
        Deadline = new Deadline(time, timeout);
        _caller = caller;
        _source = new CancellationTokenSource(timeout, time);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public string PoolName { get; }

    public string Command { get; }

    public Payload Args { get; }

    public string? SessionId { get; }

    public Deadline Deadline { get; }

    /// <summary>Cancelled by the deadline or by the caller, whichever comes first.</summary>
    public CancellationToken Token => _source.Token;

    public bool CancelledByCaller => _caller.IsCancellationRequested;

    // What follows is written by the one attempt that is under way.
    public SessionState? Session { get; set; }

    /// <summary>The session's turn is this call's until it is passed on; written under the pool's lock.</summary>
    public bool HasTurn { get; set; }

    /// <summary>The call is about its session alone and is served by its turn.</summary>
    public bool NeedsNoWorker { get; init; }

    /// <summary>Number in order of arrival; 0 until the call has arrived at the pool.</summary>
    public long Ticket { get; set; }

    public CommandPhase Phase { get; set; } = CommandPhase.Queue;

    public int Attempts { get; set; }

    public TimeSpan QueueTime { get; set; }

    public string? WorkerId { get; set; }

    /// <summary>Worker that this attempt should not use if another is idle.</summary>
    public string? AvoidWorkerId { get; set; }

    /// <summary>Kind of the command, once a worker that declares it was seen.</summary>
    public CommandKind? Kind { get; set; }

    /// <summary>A repetition of the command changes nothing.</summary>
    public bool MayBeResent => Kind is CommandKind.Query or CommandKind.Idempotent;

    public PoolErrorContext Context => new(PoolName)
    {
        WorkerId = WorkerId,
        SessionId = SessionId,
        Command = Command,
        Attempts = Attempts,
    };

    /// <summary>The end of a call whose token was cancelled.</summary>
    public Exception Ended() => CancelledByCaller
        ? new OperationCanceledException($"The call of '{Command}' was cancelled by its caller.", _caller)
        : new CommandTimeoutException(
            Context, Deadline.Budget, Phase, Phase == CommandPhase.Command ? RequestFate.Sent : RequestFate.NotSent);

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
