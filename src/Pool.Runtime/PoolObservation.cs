namespace Pool.Runtime;

/// <summary>Exact counts of one pool from a moment on, until it is disposed. Nothing is sampled and nothing is lost.</summary>
/// <remarks>Thread-safe. Costs the pool one comparison per queued call.</remarks>
public sealed class PoolObservation : IDisposable
{
    private readonly SessionPool _pool;
    private readonly PoolCounters _start;

    internal PoolObservation(SessionPool pool, PoolCounters start, int queueDepth)
    {
        _pool = pool;
        _start = start;
        MaxQueueDepthSeen = queueDepth;
    }

    /// <summary>What was counted since the observation began, up to its end or to now.</summary>
    public PoolCounters Counters => _pool.ReadCounters(this).Since(_start);

    /// <summary>Most callers that waited at one time since the observation began.</summary>
    public int MaxQueueDepth => _pool.ReadMaxQueueDepth(this);

    // Guarded by the pool's lock.
    internal int MaxQueueDepthSeen { get; set; }

    // Guarded by the pool's lock.
    internal PoolCounters? End { get; set; }

    /// <summary>Ends the observation; the counts stay readable.</summary>
    public void Dispose() => _pool.EndObservation(this);
}
