using Pool.Runtime.Sizing;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>Waiters in order of arrival, linked through themselves. Guarded by the pool's lock.</summary>
internal sealed class WaiterQueue(QueueMeter? meter = null)
{
    private Waiter? _last;

    /// <summary>The one worker that those who wait here can use; null when it is not one.</summary>
    public PooledWorker? Home { get; init; }

    public int Count { get; private set; }

    public Waiter? First { get; private set; }

    /// <summary>
    /// Adds the waiter at its place by ticket. Most arrive last; one that comes back, because its session's turn came or
    /// because it tries again, arrived before the others and belongs near the head.
    /// </summary>
    public void Add(Waiter waiter)
    {
        var after = First;
        if (_last is null || _last.Ticket < waiter.Ticket)
            after = null;
        while (after is not null && after.Ticket < waiter.Ticket)
            after = after.After;
        Insert(waiter, after);
    }

    /// <summary>Takes the waiter out; false when it was not here, and so is answered already.</summary>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Queue != this)
            return false;
        if (waiter.Before is null)
            First = waiter.After;
        else
            waiter.Before.After = waiter.After;
        if (waiter.After is null)
            _last = waiter.Before;
        else
            waiter.After.Before = waiter.Before;
        waiter.Before = waiter.After = null;
        waiter.Queue = null;
        Count--;
        meter?.Left();
        return true;
    }

    /// <summary>Takes the first waiter out, if there is one.</summary>
    public Waiter? TakeFirst()
    {
        var first = First;
        if (first is not null)
            Remove(first);
        return first;
    }

    private void Insert(Waiter waiter, Waiter? after)
    {
        waiter.Queue = this;
        waiter.After = after;
        waiter.Before = after is null ? _last : after.Before;
        if (waiter.Before is null)
            First = waiter;
        else
            waiter.Before.After = waiter;
        if (after is null)
            _last = waiter;
        else
            after.Before = waiter;
        Count++;
        meter?.Entered();
    }
}
