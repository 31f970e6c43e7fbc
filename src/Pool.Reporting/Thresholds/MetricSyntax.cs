namespace Pool.Reporting.Thresholds;

/// <summary>How a metric is written in a threshold.</summary>
internal sealed record MetricSyntax(string Name, ThresholdMetric Metric, LimitUnit Unit, string Example)
{
    internal static IReadOnlyList<MetricSyntax> All { get; } =
    [
        new("p50", ThresholdMetric.P50, LimitUnit.Time, "p50 < 20ms"),
        new("p90", ThresholdMetric.P90, LimitUnit.Time, "p90 < 50ms"),
        new("p95", ThresholdMetric.P95, LimitUnit.Time, "p95 < 100ms"),
        new("p99", ThresholdMetric.P99, LimitUnit.Time, "p99 < 500ms"),
        new("p99.9", ThresholdMetric.P999, LimitUnit.Time, "p99.9 < 1s"),
        new("max", ThresholdMetric.Max, LimitUnit.Time, "max < 2s"),
        new("mean", ThresholdMetric.Mean, LimitUnit.Time, "mean < 20ms"),
        new("errors", ThresholdMetric.Errors, LimitUnit.Share, "errors < 1%"),
        new("throughput", ThresholdMetric.Throughput, LimitUnit.Rate, "throughput > 1000/s"),
        new("count", ThresholdMetric.Count, LimitUnit.Number, "count >= 10000"),
    ];

    internal static string Names { get; } = string.Join(", ", All.Select(metric => metric.Name));

    internal string AllowedComparisons => Unit switch
    {
        LimitUnit.Rate => "> or >=",
        LimitUnit.Number => "<, <=, > or >=",
        _ => "< or <=",
    };

    // A limit in the wrong direction (p99 > 5ms) passes exactly when the load is bad; it is refused as a slip of the
    // pen.
    internal bool Allows(ThresholdComparison comparison) => Unit switch
    {
        LimitUnit.Number => true,
        LimitUnit.Rate => comparison is ThresholdComparison.Greater or ThresholdComparison.GreaterOrEqual,
        _ => comparison is ThresholdComparison.Less or ThresholdComparison.LessOrEqual,
    };
}
