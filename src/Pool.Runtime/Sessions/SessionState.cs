using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// What the pool knows of one session. The turn, its queue and the affinity are guarded by the pool's lock; the journal
/// belongs to whoever holds the turn.
/// </summary>
internal sealed class SessionState(string id, int maxJournalEntries, long maxJournalBytes)
{
    public string Id { get; } = id;

    /// <summary>A call of the session is under way; the others wait in <see cref="Turn"/>.</summary>
    public bool TurnTaken { get; set; }

    public WaiterQueue Turn { get; } = new();

    /// <summary>Worker that served the session last.</summary>
    public PooledWorker? Worker { get; set; }

    /// <summary>What a worker holds of the session, most likely <see cref="Worker"/>.</summary>
    public Residence? Home { get; set; }

    public SessionJournal Journal { get; private set; } = new(maxJournalEntries, maxJournalBytes);

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
        Journal = new SessionJournal(maxJournalEntries, maxJournalBytes);
        LostBecause = null;
        Worker = null;
        Home = null;
    }
}
