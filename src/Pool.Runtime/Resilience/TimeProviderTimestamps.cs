namespace Pool.Runtime.Resilience;

/// <summary>Arithmetic on a clock's monotonic timestamps.</summary>
internal static class TimeProviderTimestamps
{
    /// <summary>The timestamp that lies <paramref name="span"/> after <paramref name="timestamp"/>, rounded up.</summary>
    public static long After(this TimeProvider time, long timestamp, TimeSpan span)
    {
        // The quotient is whole on the systems there are; seconds are not, and a deadline would pass a tick late.
        var ticks = Math.Ceiling(span.Ticks * ((double)time.TimestampFrequency / TimeSpan.TicksPerSecond));
        return ticks < long.MaxValue - timestamp ? timestamp + (long)ticks : long.MaxValue;
    }
}
