using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <summary>Something that happened in a pool. Events of one pool are numbered in the order they happened.</summary>
public abstract record PoolEvent
{
    private protected PoolEvent()
    {
    }

    /// <summary>Number of the event, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>When it happened, on the pool's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>A worker moved from one state to another.</summary>
    /// <param name="WorkerId">The worker.</param>
    /// <param name="From">State before.</param>
    /// <param name="To">State after.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="ProcessId">Its process, when it is one.</param>
    /// <param name="Detail">Exit status or error text, when there is one.</param>
    public sealed record WorkerMoved(
        string WorkerId, WorkerState From, WorkerState To, TransitionReason Reason, int? ProcessId, string? Detail) : PoolEvent
    {
        /// <summary>
        /// Exit status, once the end of a worker process was observed: its exit code, or 128 plus the number of the
        /// signal that ended it, as shells report it. Null otherwise.
        /// </summary>
        public int? ExitStatus { get; init; }
    }

    /// <summary>A worker became ready in the place of a lost one.</summary>
    /// <param name="WorkerId">The new worker.</param>
    public sealed record WorkerRestarted(string WorkerId) : PoolEvent;

    /// <summary>A worker was handed to a call.</summary>
    /// <param name="WorkerId">The worker.</param>
    /// <param name="SessionId">The session, or null for an anonymous call.</param>
    public sealed record CheckedOut(string WorkerId, string? SessionId) : PoolEvent;

    /// <summary>A worker was given back.</summary>
    /// <param name="WorkerId">The worker.</param>
    /// <param name="SessionId">The session, or null for an anonymous call.</param>
    public sealed record CheckedIn(string WorkerId, string? SessionId) : PoolEvent;

    /// <summary>A caller began to wait.</summary>
    /// <param name="QueueDepth">Callers waiting, this one included.</param>
    public sealed record WaiterQueued(int QueueDepth) : PoolEvent;

    /// <summary>A call ended with an error.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="SessionId">The session, or null for an anonymous call.</param>
    /// <param name="Category">Category of the error.</param>
    /// <param name="Attempts">Attempts made.</param>
    public sealed record CommandFailed(string Command, string? SessionId, ErrorCategory Category, int Attempts) : PoolEvent;

    /// <summary>A session's journal was replayed to a worker.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="WorkerId">The worker that was brought up to date.</param>
    /// <param name="Commands">Commands replayed.</param>
    public sealed record SessionReplayed(string SessionId, string WorkerId, int Commands) : PoolEvent;

    /// <summary>A session's state was taken from its worker; it takes the place of the journal before it.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="WorkerId">The worker.</param>
    /// <param name="Bytes">Size of the state, its binary members included.</param>
    public sealed record SnapshotTaken(string SessionId, string WorkerId, long Bytes) : PoolEvent;

    /// <summary>A lease was out for longer than <see cref="PoolOptions.LeakThreshold"/>.</summary>
    /// <param name="WorkerId">The worker.</param>
    /// <param name="SessionId">The session, or null for an anonymous lease.</param>
    /// <param name="Held">For how long so far.</param>
    /// <param name="BorrowerStack">Where it was taken.</param>
    public sealed record LeaseLeaked(string WorkerId, string? SessionId, TimeSpan Held, string BorrowerStack) : PoolEvent;

    /// <summary>The circuit breaker changed state.</summary>
    /// <param name="From">State before.</param>
    /// <param name="To">State after.</param>
    public sealed record CircuitMoved(CircuitState From, CircuitState To) : PoolEvent;

    /// <summary>The pool keeps another number of workers from now on.</summary>
    /// <param name="From">Size before.</param>
    /// <param name="To">Size after.</param>
    /// <param name="IsBySizing">Whether the load asked for it, and not a call of <see cref="SessionPool.ResizeAsync"/>.</param>
    public sealed record PoolResized(int From, int To, bool IsBySizing) : PoolEvent;

    /// <summary>A session ended.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="Reason">Why.</param>
    public sealed record SessionEnded(string SessionId, SessionEndReason Reason) : PoolEvent;

    /// <summary>The pool gave up restarting workers, began to drain, or was disposed.</summary>
    /// <param name="State">State of the pool.</param>
    public sealed record PoolMoved(PoolState State) : PoolEvent;

    /// <summary>This reader was too slow and missed events. Its sequence number is that of the last one missed.</summary>
    /// <param name="Count">Events missed.</param>
    public sealed record Missed(long Count) : PoolEvent;
}
