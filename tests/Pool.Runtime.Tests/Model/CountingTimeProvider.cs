using Microsoft.Extensions.Time.Testing;

namespace Pool.Runtime.Tests.Model;

/// <summary>A clock that the test moves, and that knows which of its timers were not disposed.</summary>
internal sealed class CountingTimeProvider : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private int _timers;
    private int _patiences;

    /// <summary>Timers that were made and not disposed.</summary>
    public int Timers => Volatile.Read(ref _timers);

    /// <summary>Those of them that belong to a source of cancellation.</summary>
    public int Patiences => Volatile.Read(ref _patiences);

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public void Advance(long milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isPatience = state is CancellationTokenSource;
        var timer = new CountedTimer(_time.CreateTimer(callback, state, dueTime, period), () => Count(-1, isPatience));
        // Not before: whoever sees it counted moves the clock, and the timer would be due by so much later.
        Count(1, isPatience);
        return timer;
    }

    private void Count(int change, bool isPatience)
    {
        Interlocked.Add(ref _timers, change);
        if (isPatience)
            Interlocked.Add(ref _patiences, change);
    }
}
