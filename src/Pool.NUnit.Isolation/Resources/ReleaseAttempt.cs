namespace Pool.NUnit.Isolation.Resources;

/// <summary>One item while it is released.</summary>
#pragma warning disable CA1001 // The token is never disposed of: who is left behind may still look at it.
internal sealed class ReleaseAttempt(TestResource item, TimeSpan budgetLeft, TimeProvider clock)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _expired = new();
    private readonly long _begun = clock.GetTimestamp();

    public TestResource Item => item;

    public CancellationToken Token => _expired.Token;

    /// <summary>Its own deadline, or what is left of the time of all if that is less.</summary>
    public TimeSpan Limit { get; } = item.Deadline <= budgetLeft ? item.Deadline : budgetLeft;

    public TimeSpan Left => Limit - clock.GetElapsedTime(_begun);

    /// <summary>Tells the item that its time is over. What hangs on the token may neither stop nor fail anything.</summary>
    public void Expire() => _ = _expired.CancelAsync().ContinueWith(
        static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
