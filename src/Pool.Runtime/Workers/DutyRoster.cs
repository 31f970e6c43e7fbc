namespace Pool.Runtime.Workers;

/// <summary>
/// When each of a pool's duties is due, and the one timer that is set for the earliest. A duty that is not planned costs
/// nothing. Guarded by the pool's lock.
/// </summary>
internal sealed class DutyRoster(TimeProvider time, Action someAreDue) : IDisposable
{
    // Timers count whole milliseconds: one that is set for less would fire too early, and again and again.
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(1);

    private readonly Plan?[] _plans = new Plan?[Enum.GetValues<Duty>().Length];
    private ITimer? _timer;
    private bool _isEnded;

    /// <summary>Sees to it that the duty is taken up in <paramref name="delay"/> or, if that is planned already, earlier.</summary>
    public void Schedule(Duty duty, TimeSpan delay)
    {
        var plan = new Plan(time.GetTimestamp(), delay);
        if (_isEnded || (_plans[(int)duty] is { } earlier && LeftOf(earlier) <= delay))
            return;
        _plans[(int)duty] = plan;
        Arm();
    }

    /// <summary>Takes out what is due by now; empty when the timer fired for a plan that has changed since.</summary>
    public IReadOnlyList<Duty> TakeDue()
    {
        var due = new List<Duty>();
        for (var i = 0; i < _plans.Length; i++)
        {
            if (_plans[i] is { } plan && LeftOf(plan) <= TimeSpan.Zero)
            {
                due.Add((Duty)i);
                _plans[i] = null;
            }
        }

        Arm();
        return due;
    }

    public void Dispose()
    {
        _isEnded = true;
        _timer?.Dispose();
        _timer = null;
        Array.Clear(_plans);
    }

    private TimeSpan LeftOf(Plan plan) => plan.Delay - time.GetElapsedTime(plan.Since);

    private void Arm()
    {
        TimeSpan? next = null;
        foreach (var plan in _plans)
        {
            if (plan is { } planned && LeftOf(planned) is var left && (next is null || left < next))
                next = left;
        }

        if (next is not { } delay)
            return;
        delay = TimeSpan.FromMilliseconds(Math.Max(Finest.TotalMilliseconds, Math.Ceiling(delay.TotalMilliseconds)));
        if (_timer is null)
            _timer = time.SetTimer(static someAreDue => ((Action)someAreDue!)(), someAreDue, delay);
        else
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private readonly record struct Plan(long Since, TimeSpan Delay);
}
