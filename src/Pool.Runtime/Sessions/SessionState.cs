using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// What the pool knows of one session. The turn, its queue and the affinity are guarded by the pool's lock; the journal
/// belongs to whoever holds the turn.
/// </summary>
internal sealed class SessionState
{
    private readonly int _maxJournalEntries;
    private readonly long _maxJournalBytes;

    public SessionState(string id, int maxJournalEntries, long maxJournalBytes)
    {
        Id = id;
        _maxJournalEntries = maxJournalEntries;
        _maxJournalBytes = maxJournalBytes;
        Journal = new SessionJournal(maxJournalEntries, maxJournalBytes);
        RecencyNode = new LinkedListNode<SessionState>(this);
    }

    public string Id { get; }

    /// <summary>A call of the session is under way; the others wait in <see cref="Turn"/>.</summary>
    public bool TurnTaken { get; set; }

    public WaiterQueue Turn { get; } = new();

    /// <summary>Worker that served the session last.</summary>
    public PooledWorker? Worker { get; set; }

    /// <summary>What a worker holds of the session, most likely <see cref="Worker"/>.</summary>
    public Residence? Home { get; set; }

    public SessionJournal Journal { get; private set; }

    /// <summary>Its place among the sessions in order of use, and the timestamps of its last use and of that place.</summary>
    public LinkedListNode<SessionState> RecencyNode { get; }

    public long UsedAt { get; set; }

    public long ListedAt { get; set; }

    /// <summary>Why the session's state is lost for good; null while it is not.</summary>
    public string? LostBecause { get; set; }

    /// <summary>Whether nothing has to be replayed before the worker serves the session. Asked by whoever holds the turn.</summary>
    public bool IsCurrentOn(PooledWorker worker) =>
        Home is { } home && home.Worker == worker && home.Position == Journal.Position && LostBecause is null;

    /// <summary>
    /// Whether another worker may take the session over while its own lives. Read by whoever holds the turn.
    /// </summary>
    public bool MayMove(int maxReplay) => Journal.Gap is null && Journal.StepsToRestore <= maxReplay;

    /// <summary>Begins anew under the same id.</summary>
    public void Reset()
    {
        Journal = new SessionJournal(_maxJournalEntries, _maxJournalBytes);
        LostBecause = null;
        Worker = null;
        Home = null;
    }
}
