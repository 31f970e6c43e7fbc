namespace Pool.Runtime.Sessions;

/// <summary>
/// Waiters by the time at which something is due for them, linked through themselves, so that one timer serves every
/// deadline of a pool. Most calls have the same time to live and are due in the order in which they come: adding looks
/// from the end, as Node.js and Netty do for timers of one duration. Guarded by the pool's lock.
/// </summary>
internal sealed class ExpiryQueue
{
    private Waiter? _last;

    public Waiter? First { get; private set; }

    public void Add(Waiter waiter, long dueAt)
    {
        var before = _last;
        while (before is not null && before.DueAt > dueAt)
            before = before.DueBefore;
        waiter.DueAt = dueAt;
        waiter.IsTimed = true;
        waiter.DueBefore = before;
        waiter.DueAfter = before is null ? First : before.DueAfter;
        if (before is null)
            First = waiter;
        else
            before.DueAfter = waiter;
        if (waiter.DueAfter is null)
            _last = waiter;
        else
            waiter.DueAfter.DueBefore = waiter;
    }

    /// <summary>Takes the waiter out, if it is in.</summary>
    public void Remove(Waiter waiter)
    {
        if (!waiter.IsTimed)
            return;
        if (waiter.DueBefore is null)
            First = waiter.DueAfter;
        else
            waiter.DueBefore.DueAfter = waiter.DueAfter;
        if (waiter.DueAfter is null)
            _last = waiter.DueBefore;
        else
            waiter.DueAfter.DueBefore = waiter.DueBefore;
        waiter.DueBefore = waiter.DueAfter = null;
        waiter.IsTimed = false;
    }
}
