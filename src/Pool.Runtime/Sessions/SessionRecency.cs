namespace Pool.Runtime.Sessions;

/// <summary>
/// Sessions in order of their last use, so that those that have expired are found without looking at the others.
/// A session that is used again moves to the end only once it has moved on by a part of its time to live: what a call
/// pays is one comparison, and a session expires at most that part late, never early. Guarded by the pool's lock.
/// </summary>
internal sealed class SessionRecency(TimeProvider time, TimeSpan timeToLive)
{
    private const int Parts = 64;

    private readonly LinkedList<SessionState> _byUse = new();
    private readonly TimeSpan _part = timeToLive / Parts;

    /// <summary>Notes a use of the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">A timestamp read a moment ago.</param>
    public void Used(SessionState session, long now)
    {
        session.UsedAt = now;
        var node = session.RecencyNode;
        if (node.List is not null)
        {
            if (node == _byUse.Last || time.GetElapsedTime(session.ListedAt, now) < _part)
                return;
            _byUse.Remove(node);
        }

        session.ListedAt = now;
        _byUse.AddLast(node);
    }

    public void Remove(SessionState session)
    {
        if (session.RecencyNode.List is not null)
            _byUse.Remove(session.RecencyNode);
    }

    /// <summary>Takes out a session whose time to live is over; null when there is none. Those in use have it begin anew.</summary>
    public SessionState? TakeExpired()
    {
        var now = time.GetTimestamp();
        while (_byUse.First is { Value: var oldest } && time.GetElapsedTime(oldest.UsedAt, now) >= timeToLive)
        {
            _byUse.RemoveFirst();
            if (!oldest.TurnTaken)
                return oldest;
            Used(oldest, now);
        }

        return null;
    }

    /// <summary>Time until the next session may expire.</summary>
    public TimeSpan NextExpiry() =>
        _byUse.First is { Value: var oldest } ? timeToLive - time.GetElapsedTime(oldest.UsedAt) : timeToLive;
}
