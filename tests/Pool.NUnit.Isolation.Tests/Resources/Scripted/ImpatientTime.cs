using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

/// <summary>
/// A deadline is over as soon as what it limits is known to hang, and else never: no test waits, and none is judged by how fast it is.
/// </summary>
internal sealed class ImpatientTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<TimeSpan> _over = [ResourceStart.ReturnGrace];
    private readonly List<ImpatientTimer> _timers = [];
    private long _now;

    public static TimeSpan Never { get; } = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <summary>Ends every deadline of this length, now and later.</summary>
    public void End(TimeSpan deadline)
    {
        lock (_lock)
        {
            Interlocked.Add(ref _now, deadline.Ticks);
            _over.Add(deadline);
            foreach (ImpatientTimer timer in _timers)
            {
                timer.FireIf(_over.Contains);
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ImpatientTimer timer = new(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ImpatientTimer(ImpatientTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _due = dueTime;
                FireIf(time._over.Contains);
                return true;
            }
        }

        // Under the lock of the time.
        public void FireIf(Predicate<TimeSpan> isOver)
        {
            if (_due is { } due && isOver(due))
            {
                _due = null;
                ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            }
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _due = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
