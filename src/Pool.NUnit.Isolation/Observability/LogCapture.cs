namespace Pool.NUnit.Isolation.Observability;

/// <summary>The log entries of one test. Thread-safe.</summary>
internal sealed class LogCapture(CaptureOptions options)
{
    private const int EntryBytes = 200;

    // The exception itself is kept; what hangs on it is not known.
    private const int ExceptionBytes = 1024;

    private readonly Lock _lock = new();
    private readonly CaptureRing<CapturedLog> _entries = new(options.MaxLogEntries, options.MaxLogBytes);
    private LogWaiter[] _waiters = [];
    private long _last;

    public long LastSequence => Volatile.Read(ref _last);

    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _entries.Dropped;
            }
        }
    }

    public CapturedLog[] Read()
    {
        lock (_lock)
        {
            return _entries.ToArray();
        }
    }

    public void Add(CapturedLog entry)
    {
        int size = SizeOf(entry);
        LogWaiter[] waiters;
        lock (_lock)
        {
            entry.Sequence = ++_last;
            _entries.Add(entry, size);
            waiters = _waiters;
        }

        // Outside the lock, because predicates are the code of others.
        foreach (LogWaiter waiter in waiters)
        {
            waiter.Offer(entry);
        }
    }

    /// <summary>Offers the waiter every entry that is kept and every one to come until it is removed, none twice.</summary>
    public void Add(LogWaiter waiter)
    {
        CapturedLog[] earlier;
        lock (_lock)
        {
            earlier = _entries.ToArray();
            _waiters = [.. _waiters, waiter];
        }

        foreach (CapturedLog entry in earlier)
        {
            waiter.Offer(entry);
        }
    }

    public void Remove(LogWaiter waiter)
    {
        lock (_lock)
        {
            _waiters = [.. _waiters.Where(w => w != waiter)];
        }
    }

    private static int SizeOf(CapturedLog entry)
    {
        int size = EntryBytes + (entry.Message.Length * sizeof(char));
        foreach (KeyValuePair<string, object?> property in entry.Properties)
        {
            size += StableValue.SizeOf(property);
        }

        foreach (KeyValuePair<string, object?> scope in entry.Scopes)
        {
            size += StableValue.SizeOf(scope);
        }

        return entry.Exception is { } exception ? size + ExceptionBytes + (exception.Message.Length * sizeof(char)) : size;
    }
}
