namespace Pool.Runtime.Sizing;

/// <summary>
/// Adds up the time that callers spend in a queue: the area under the queue's length. By Little's law, L = lambda * W
/// (J. D. C. Little, Operations Research 9(3), 1961), that area divided by the callers served is their mean wait, without
/// a timestamp for each. Guarded by the pool's lock.
/// </summary>
internal sealed class QueueMeter(TimeProvider time)
{
    private long _since = time.GetTimestamp();
    private TimeSpan _waited;
    private int _length;

    public void Entered() => Change(1);

    public void Left() => Change(-1);

    /// <summary>Time spent waiting by all callers together since the last reading.</summary>
    public TimeSpan Take()
    {
        Change(0);
        var waited = _waited;
        _waited = TimeSpan.Zero;
        return waited;
    }

    private void Change(int by)
    {
        var now = time.GetTimestamp();
        _waited += _length * time.GetElapsedTime(_since, now);
        _since = now;
        _length += by;
    }
}
