using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// A caller on its way to its session's turn and to a worker. Each wait is answered exactly once: whoever takes the
/// waiter out of its queue, under the pool's lock, answers it. All of it is guarded by that lock.
/// </summary>
internal abstract class Waiter
{
    public abstract string? SessionId { get; }

    public abstract PoolErrorContext Context { get; }

    public SessionState? Session { get; set; }

    /// <summary>The session's turn is this caller's until it is passed on.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Wants its session's turn alone.</summary>
    public bool NeedsNoWorker { get; init; }

    /// <summary>It counts among the calls that the pool has to finish.</summary>
    public bool IsLetIn { get; set; }

    /// <summary>Number in order of arrival; 0 until it has arrived at the pool.</summary>
    public long Ticket { get; set; }

    /// <summary>Worker that should not be used if another is idle.</summary>
    public string? AvoidWorkerId { get; set; }

    /// <summary>When it began to wait, and when its patience ends: timestamps of the pool's clock.</summary>
    public long QueuedAt { get; set; }

    public long PatienceEndsAt { get; set; }

    /// <summary>Time spent waiting so far.</summary>
    public TimeSpan QueueTime { get; set; }

    /// <summary>The queue it is in; null while it is in none.</summary>
    public WaiterQueue? Queue { get; set; }

    public Waiter? Before { get; set; }

    public Waiter? After { get; set; }

    /// <summary>When something is due for it; its place among all that are timed is <see cref="ExpiryQueue"/>'s.</summary>
    public long DueAt { get; set; }

    public bool IsTimed { get; set; }

    public Waiter? DueBefore { get; set; }

    public Waiter? DueAfter { get; set; }

    /// <summary>
    /// Ends the wait with a worker, or with null when it was the turn that was waited for. <paramref name="inline"/> lets
    /// the pool's own code, never a user's, go on from here on this thread; the lock must not be held then.
    /// </summary>
    public abstract void Grant(PooledWorker? worker, bool inline);

    /// <summary>Ends the wait with an error. What awaited it goes on elsewhere.</summary>
    public abstract void Refuse(Exception error);
}
