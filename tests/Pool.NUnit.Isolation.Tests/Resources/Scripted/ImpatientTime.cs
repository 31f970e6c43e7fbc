using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

/// <summary>
/// A deadline is over as soon as what it limits is known to hang, and else never: no test waits, and none is judged by how fast it is.
/// </summary>
internal sealed class ImpatientTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<TimeSpan> _over = [ResourceStart.ReturnGrace];
    private readonly List<(TimeSpan Due, ITimer Timer)> _timers = [];

    public static TimeSpan Never { get; } = TimeSpan.FromHours(1);

    /// <summary>Ends every deadline of this length, now and later.</summary>
    public void End(TimeSpan deadline)
    {
        lock (_lock)
        {
            _over.Add(deadline);
            foreach ((TimeSpan _, ITimer timer) in _timers.Where(t => t.Due == deadline))
            {
                timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            ITimer timer = System.CreateTimer(
                callback, state, _over.Contains(dueTime) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timers.Add((dueTime, timer));
            return timer;
        }
    }
}
