namespace Pool.Runtime.Tests.Model;

/// <summary>A timer that tells of its disposal, once.</summary>
internal sealed class CountedTimer(ITimer timer, Action disposed) : ITimer
{
    private int _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

    public void Dispose()
    {
        timer.Dispose();
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            disposed();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await timer.DisposeAsync();
    }
}
