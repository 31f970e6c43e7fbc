namespace Pool.Runtime.Tests;

/// <summary>A context whose one thread is blocked for ever: whatever is posted to it never runs.</summary>
internal sealed class NeverPumpedContext : SynchronizationContext
{
    private int _posts;

    public int Posts => Volatile.Read(ref _posts);

    public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posts);

    public override void Send(SendOrPostCallback d, object? state) => throw new InvalidOperationException("Nobody pumps this context.");
}
