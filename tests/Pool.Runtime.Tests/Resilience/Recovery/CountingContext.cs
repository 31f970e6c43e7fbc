namespace Pool.Runtime.Tests.Resilience.Recovery;

/// <summary>Runs what is posted at once and counts it.</summary>
internal sealed class CountingContext : SynchronizationContext
{
    private int _posts;

    public int Posts => _posts;

    public override void Post(SendOrPostCallback d, object? state)
    {
        Interlocked.Increment(ref _posts);
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
