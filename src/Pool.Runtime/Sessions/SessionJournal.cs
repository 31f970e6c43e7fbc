using Pool.Runtime.Protocol;

namespace Pool.Runtime.Sessions;

/// <summary>
/// What brings a worker to a session's position: a snapshot, if a worker gave one, and the mutations since, in order and
/// within bounds. Beyond the bounds the entries are dropped and the session cannot be restored, until the next snapshot.
/// Guarded by the session's turn.
/// </summary>
internal sealed class SessionJournal(int maxEntries, long maxBytes)
{
    private readonly List<JournalEntry> _entries = [];
    private long _bytes;
    private int _nextSnapshot;

    /// <summary>Mutations that succeeded since the session began.</summary>
    public int Position { get; private set; }

    /// <summary>Position of <see cref="Snapshot"/>; 0 without one.</summary>
    public int BasePosition { get; private set; }

    public Payload? Snapshot { get; private set; }

    /// <summary>Why the session cannot be restored from here; null while it can.</summary>
    public string? Gap { get; private set; }

    /// <summary>Messages that bring an empty worker to the session's position.</summary>
    public int StepsToRestore => Position - BasePosition + (Snapshot is null ? 0 : 1);

    /// <summary>The mutation that leads from <paramref name="position"/> to the next.</summary>
    public JournalEntry this[int position] => _entries[position - BasePosition];

    /// <summary>Whether a snapshot would drop enough of the journal to be worth its cost.</summary>
    public bool WantsSnapshot(int after) => after > 0 && Position >= Math.Max(_nextSnapshot, BasePosition + after);

    public void Append(string command, Payload args, ResultDigest digest)
    {
        Position++;
        if (Gap is not null)
            return;
        _bytes += args.ByteCount;
        if (Position - BasePosition > maxEntries || _bytes > maxBytes)
        {
            Gap = FormattableString.Invariant(
                $"its journal of {Position - BasePosition} mutations with {_bytes} bytes of arguments exceeds MaxJournalEntries ({maxEntries}) or MaxJournalBytes ({maxBytes})");
            Snapshot = null;
            Drop();
            return;
        }

        _entries.Add(new JournalEntry(command, args.WithOwnBlobs(), digest));
    }

    /// <summary>Puts a snapshot of the present position in the place of all that led to it.</summary>
    public void Compact(Payload snapshot)
    {
        Snapshot = snapshot;
        BasePosition = Position;
        Gap = null;
        Drop();
    }

    /// <summary>
    /// There was no snapshot to be had: asks for the next one only when as much again has come since the last. Counted from
    /// there, not from the session's beginning: a long life would put it off beyond the bounds of any journal.
    /// </summary>
    public void PutSnapshotOff() => _nextSnapshot = Position + (Position - BasePosition);

    private void Drop()
    {
        _entries.Clear();
        _entries.TrimExcess();
        _bytes = 0;
    }
}
