namespace Pool.Runtime.Workers;

/// <summary>Counts losses in a sliding window, as an OTP supervisor counts restarts. Guarded by the pool's lock.</summary>
internal sealed class RestartIntensity(TimeSpan window, TimeProvider time)
{
    private readonly Queue<long> _losses = new();

    public int Count => _losses.Count;

    /// <summary>Losses tolerated within the window.</summary>
    public required int Most { get; set; }

    /// <summary>Notes a loss; false when there are now more than tolerated within the window.</summary>
    public bool Tolerates()
    {
        var now = time.GetTimestamp();
        while (_losses.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > window)
            _losses.Dequeue();
        _losses.Enqueue(now);
        return _losses.Count <= Most;
    }
}
