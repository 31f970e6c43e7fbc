namespace Pool.Runtime.Workers;

/// <summary>Timers of a pool, which outlive whoever happens to make them and must not keep that caller's context alive.</summary>
internal static class DetachedTimers
{
    /// <summary>Sets a timer that fires once, without the execution context of whoever sets it.</summary>
    public static ITimer SetTimer(this TimeProvider time, TimerCallback callback, object state, TimeSpan delay)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
    }
}
