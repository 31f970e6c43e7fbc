namespace Pool.Runtime.Resilience;

/// <summary>A time budget measured on the injected clock's monotonic timestamp.</summary>
internal readonly struct Deadline
{
    private readonly TimeProvider _time;

    /// <param name="time">The clock.</param>
    /// <param name="budget">
    /// Time from now on; <see cref="Timeout.InfiniteTimeSpan"/> for a deadline that never passes.
    /// </param>
    public Deadline(TimeProvider time, TimeSpan budget)
    {
        _time = time;
        StartedAt = time.GetTimestamp();
        Budget = budget;
    }

    /// <summary>The clock's timestamp at which it began.</summary>
    public long StartedAt { get; }

    /// <summary>Time it was given in all.</summary>
    public TimeSpan Budget { get; }

    public bool IsInfinite => Budget == Timeout.InfiniteTimeSpan;

    public TimeSpan ElapsedAt(long timestamp) => _time.GetElapsedTime(StartedAt, timestamp);

    public TimeSpan Elapsed => _time.GetElapsedTime(StartedAt);

    /// <summary>Time left, never below zero; <see cref="Timeout.InfiniteTimeSpan"/> when it never passes.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsInfinite)
            {
                return Budget;
            }

            var left = Budget - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The timestamp of the clock at which it passes; the largest one when it never does.</summary>
    public long EndsAt => IsInfinite ? long.MaxValue : _time.After(StartedAt, Budget);

    public bool HasPassed => !IsInfinite && Elapsed >= Budget;
}
