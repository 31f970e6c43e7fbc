using Microsoft.Extensions.Time.Testing;

namespace Pool.Runtime.Tests;

/// <summary>
/// A fake clock that knows which timers were set, so that a test moves it once the pool waits, and not before.
/// </summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _set = [];
    private TaskCompletionSource _changed = New();
    private int _live;

    /// <summary>Timers that were made and not disposed.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>The times of all timers that were set since the clock was made.</summary>
    public IReadOnlyList<TimeSpan> Timers
    {
        get
        {
            lock (_gate)
                return [.. _set];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _set.Add(dueTime);
            _changed.SetResult();
            _changed = New();
        }

        Interlocked.Increment(ref _live);
        return new WatchedTimer(timer, () => Interlocked.Decrement(ref _live));
    }

    /// <summary>Waits until timers of this time were set as often as asked, since the clock was made.</summary>
    public async Task SetAsync(TimeSpan dueTime, int times = 1)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_set.Count(set => set == dueTime) >= times)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class WatchedTimer(ITimer timer, Action disposed) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                disposed();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
