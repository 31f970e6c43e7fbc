namespace Pool.Runtime.Resilience.Circuits;

/// <summary>
/// Counts of the recent past in a fixed number of buckets, so its memory does not grow with the load.
/// </summary>
/// <remarks>
/// A bucket opens with the first count after the one before it is full and lives for the whole duration, so the
/// window covers between nine tenths and all of it. Not thread-safe; time must not run backwards.
/// </remarks>
internal sealed class RollingWindow
{
    private const int Buckets = 10;

    // One more than the divisor: the width is rounded down, so an eleventh bucket may open before the first expires.
    private readonly Bucket[] _ring = new Bucket[Buckets + 1];
    private readonly TimeSpan _duration;
    private readonly TimeSpan _width;
    private int _oldest;
    private int _live;

    public RollingWindow(TimeSpan duration)
    {
        _duration = duration;
        _width = TimeSpan.FromTicks(Math.Max(1, duration.Ticks / Buckets));
    }

    /// <summary>Everything counted within the window when it was last brought up to date.</summary>
    public long Total { get; private set; }

    /// <summary>The part of the counts that was marked.</summary>
    public long Marked { get; private set; }

    public void Add(TimeSpan now, int total, int marked)
    {
        Expire(now);
        if (_live == 0 || now - Newest.StartedAt >= _width)
        {
            _live++;
            Newest = new Bucket { StartedAt = now };
        }

        Newest.Total += total;
        Newest.Marked += marked;
        Total += total;
        Marked += marked;
    }

    /// <summary>Drops what is older than the window.</summary>
    public void Expire(TimeSpan now)
    {
        while (_live > 0 && now - _ring[_oldest].StartedAt >= _duration)
        {
            Total -= _ring[_oldest].Total;
            Marked -= _ring[_oldest].Marked;
            _oldest = (_oldest + 1) % _ring.Length;
            _live--;
        }
    }

    public void Clear()
    {
        _live = 0;
        Total = 0;
        Marked = 0;
    }

    private ref Bucket Newest => ref _ring[(_oldest + _live - 1) % _ring.Length];

    private struct Bucket
    {
        public TimeSpan StartedAt;
        public int Total;
        public int Marked;
    }
}
