using System.Diagnostics.CodeAnalysis;

namespace Pool.Runtime.Workers;

/// <summary>
/// Writes what is to be logged under a lock, in order and without that lock: a logger is code of others. Thread-safe.
/// </summary>
internal sealed class LogQueue(Action<Func<Task>> startLoop)
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _entries = new();
    private bool _isWriting;

    public void Add(Action write)
    {
        lock (_gate)
        {
            _entries.Enqueue(write);
            if (_isWriting)
                return;
            _isWriting = true;
        }

        startLoop(WriteAsync);
    }

    private Task WriteAsync()
    {
        while (TryTakeNext(out var write))
        {
            try
            {
                write();
            }
            catch (Exception)
            {
                // There is nowhere to tell that a logger throws; the entries after this one must still be written.
            }
        }

        return Task.CompletedTask;
    }

    private bool TryTakeNext([NotNullWhen(true)] out Action? write)
    {
        lock (_gate)
            return _isWriting = _entries.TryDequeue(out write);
    }
}
