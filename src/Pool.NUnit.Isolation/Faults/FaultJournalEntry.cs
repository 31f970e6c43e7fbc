namespace Pool.NUnit.Isolation.Faults;

/// <summary>One fault to undo. Undone once, whichever comes first: the caller or the end of the test.</summary>
internal sealed class FaultJournalEntry : IDisposable
{
    private readonly Lock _lock = new();
    private IDisposable? _undo;
    private bool _done;

    public void Attach(IDisposable undo)
    {
        lock (_lock)
        {
            if (!_done)
            {
                _undo = undo;
                return;
            }
        }

        // The test ended while the fault was under way.
        undo.Dispose();
    }

    public void Dispose()
    {
        IDisposable? undo;
        lock (_lock)
        {
            _done = true;
            undo = _undo;
            _undo = null;
        }

        undo?.Dispose();
    }
}
