using System.Threading.Channels;

namespace Pool.Runtime.Telemetry;

/// <summary>
/// Hands a pool's events to its readers. Publishing is guarded by the pool's lock and never waits: a reader that does
/// not keep up misses events and is told how many.
/// </summary>
internal sealed class PoolEventHub(TimeProvider time)
{
    private readonly List<PoolEventReader> _readers = [];
    private readonly List<PoolEventTail> _tails = [];
    private long _sequence;
    private bool _ended;

    public bool HasReaders => _readers.Count > 0 || _tails.Count > 0;

    public void Publish_NeedsLock(PoolEvent happened)
    {
        var numbered = happened with { Sequence = ++_sequence, At = time.GetUtcNow() };
        foreach (var reader in _readers)
            reader.Offer(numbered);
        foreach (var tail in _tails)
            tail.Offer(numbered);
    }

    // It stays readable when the events have ended.
    public PoolEventTail Tail_NeedsLock(int capacity)
    {
        var tail = new PoolEventTail(capacity);
        if (!_ended)
            _tails.Add(tail);
        return tail;
    }

    public ChannelReader<PoolEvent> Subscribe_NeedsLock()
    {
        var reader = new PoolEventReader();
        if (_ended)
            reader.End();
        else
            _readers.Add(reader);
        return reader.Events;
    }

    // Ended as well, so that a second enumeration of the same events ends rather than waits for ever.
    public void Unsubscribe_NeedsLock(ChannelReader<PoolEvent> events)
    {
        if (_readers.Find(reader => reader.Events == events) is not { } reader)
            return;
        reader.End();
        _readers.Remove(reader);
    }

    public void End_NeedsLock()
    {
        _ended = true;
        foreach (var reader in _readers)
            reader.End();
        _readers.Clear();
        _tails.Clear();
    }
}
