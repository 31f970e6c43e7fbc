namespace Pool.Reporting.Baselines;

/// <summary>
/// The metrics of one benchmark in one run that can be compared. Null: not measured, or of too few samples.
/// </summary>
public sealed record BenchmarkMetrics
{
    /// <summary>Successful operations per second.</summary>
    public double? Throughput { get; init; }

    /// <summary>Median latency in milliseconds.</summary>
    public double? P50Ms { get; init; }

    /// <summary>90th percentile of the latency in milliseconds.</summary>
    public double? P90Ms { get; init; }

    /// <summary>99th percentile of the latency in milliseconds.</summary>
    public double? P99Ms { get; init; }
}
