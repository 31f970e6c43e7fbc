namespace Pool.NUnit.Isolation.Faults;

/// <summary>What must be undone, written down before it is done. Thread-safe.</summary>
internal sealed class FaultJournal
{
    private readonly Lock _lock = new();
    private readonly Stack<FaultJournalEntry> _entries = [];
    private bool _closed;

    public FaultJournalEntry Open()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException("The test has ended; no fault can be injected any more.");
            }

            FaultJournalEntry entry = new();
            _entries.Push(entry);
            return entry;
        }
    }

    /// <summary>Undoes everything, last first; nothing can be added afterwards.</summary>
    public void UndoAll()
    {
        FaultJournalEntry[] entries;
        lock (_lock)
        {
            _closed = true;
            entries = [.. _entries];
            _entries.Clear();
        }

        foreach (FaultJournalEntry entry in entries)
        {
            entry.Dispose();
        }
    }
}
