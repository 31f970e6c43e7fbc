using Pool.Runtime.Sizing;

namespace Pool.Runtime.Sessions;

/// <summary>Waiters in order of arrival. Guarded by the pool's lock.</summary>
internal sealed class WaiterQueue(QueueMeter? meter = null)
{
    private readonly LinkedList<Waiter> _waiters = new();

    public int Count => _waiters.Count;

    public Waiter? First => _waiters.First?.Value;

    /// <summary>
    /// Adds the waiter at its place by ticket. Most arrive last; one that comes back, because its session's turn came or
    /// because it tries again, arrived before the others and belongs near the head.
    /// </summary>
    public void Add(Waiter waiter)
    {
        meter?.Entered();
        if (_waiters.Last is not { } last || last.Value.Ticket < waiter.Ticket)
        {
            _waiters.AddLast(waiter.Node);
            return;
        }

        var next = _waiters.First!;
        while (next.Value.Ticket < waiter.Ticket)
            next = next.Next!;
        _waiters.AddBefore(next, waiter.Node);
    }

    /// <summary>Takes the waiter out; false when it was not here, and so is answered already.</summary>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Node.List != _waiters)
            return false;
        _waiters.Remove(waiter.Node);
        meter?.Left();
        return true;
    }

    /// <summary>Takes the first waiter out, if there is one.</summary>
    public Waiter? TakeFirst()
    {
        var first = First;
        if (first is null)
            return null;
        _waiters.RemoveFirst();
        meter?.Left();
        return first;
    }
}
