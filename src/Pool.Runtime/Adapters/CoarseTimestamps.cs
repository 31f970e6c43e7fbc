namespace Pool.Runtime.Adapters;

/// <summary>Cheap timestamps on a clock's own scale.</summary>
internal static class CoarseTimestamps
{
    private static readonly long TimestampsPerMillisecond = TimeProvider.System.TimestampFrequency / 1000;

    /// <summary>
    /// The clock's timestamp or one that lies a few milliseconds before it, whichever is cheaper: for what is kept of moments
    /// that nobody waits for. On Linux both are the kernel's monotonic clock (CLOCK_MONOTONIC_COARSE, 4 ms at most behind at
    /// 250 Hz; 4 ns to read rather than 23); other systems' coarse clocks drift from the fine one, so they read that.
    /// </summary>
#pragma warning disable RS0030 // What a clock of the system has beside the one that TimeProvider shows is for the adapters to know.
    public static long GetCoarseTimestamp(this TimeProvider time) =>
        OperatingSystem.IsLinux() && ReferenceEquals(time, TimeProvider.System)
            ? Environment.TickCount64 * TimestampsPerMillisecond
            : time.GetTimestamp();
#pragma warning restore RS0030
}
