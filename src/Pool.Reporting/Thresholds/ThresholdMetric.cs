namespace Pool.Reporting.Thresholds;

/// <summary>What a threshold limits.</summary>
public enum ThresholdMetric
{
    /// <summary>The median latency of successes, in nanoseconds.</summary>
    P50,

    /// <summary>The 90th percentile of the latency of successes, in nanoseconds.</summary>
    P90,

    /// <summary>The 95th percentile of the latency of successes, in nanoseconds.</summary>
    P95,

    /// <summary>The 99th percentile of the latency of successes, in nanoseconds.</summary>
    P99,

    /// <summary>The 99.9th percentile of the latency of successes, in nanoseconds.</summary>
    P999,

    /// <summary>The largest latency of a success, in nanoseconds.</summary>
    Max,

    /// <summary>The mean latency of successes, in nanoseconds.</summary>
    Mean,

    /// <summary>Failures divided by all operations, from 0 to 1.</summary>
    Errors,

    /// <summary>Successful operations per second of measured time.</summary>
    Throughput,

    /// <summary>Number of operations that ended, well or badly.</summary>
    Count,
}
