namespace Pool.Runtime.Telemetry;

/// <summary>
/// The last events of a pool, in constant memory and without a reader: for whoever wants to know afterwards what happened.
/// </summary>
/// <remarks>Thread-safe. Reading takes no lock of the pool's, so that it can be done when the pool is stuck.</remarks>
internal sealed class PoolEventTail(int capacity)
{
    private readonly Lock _gate = new();
    private PoolEvent[] _ring = [];
    private long _offered;

    /// <summary>Adds an event. Called under the pool's lock.</summary>
    public void Offer(PoolEvent happened)
    {
        lock (_gate)
        {
            // Most pools of tests see few events; the rest of the room is never taken then.
            if (_offered == _ring.Length && _ring.Length < capacity)
                Array.Resize(ref _ring, Math.Min(capacity, Math.Max(16, _ring.Length * 2)));
            _ring[_offered++ % _ring.Length] = happened;
        }
    }

    /// <summary>The last events, oldest first.</summary>
    public IReadOnlyList<PoolEvent> Read()
    {
        lock (_gate)
        {
            var count = (int)Math.Min(_offered, _ring.Length);
            var events = new PoolEvent[count];
            for (var i = 0; i < count; i++)
                events[i] = _ring[(_offered - count + i) % _ring.Length];
            return events;
        }
    }
}
