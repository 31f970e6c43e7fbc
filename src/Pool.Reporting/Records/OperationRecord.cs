using Pool.Reporting.Measurement;

namespace Pool.Reporting.Records;

/// <summary>
/// One operation of a load as it is stored. Latencies are those of successes; null when none succeeded.
/// </summary>
public sealed record OperationRecord
{
    /// <summary>The operation's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of operations that ended, well or badly.</summary>
    public required long Count { get; init; }

    /// <summary>How many failed with each error type.</summary>
    public IReadOnlyDictionary<string, long> Failures { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Successful operations per second of measured time.</summary>
    public required double Throughput { get; init; }

    /// <summary>Mean latency in milliseconds.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Median latency in milliseconds.</summary>
    public double? P50Ms { get; init; }

    /// <summary>90th percentile of the latency in milliseconds.</summary>
    public double? P90Ms { get; init; }

    /// <summary>95th percentile of the latency in milliseconds.</summary>
    public double? P95Ms { get; init; }

    /// <summary>99th percentile of the latency in milliseconds.</summary>
    public double? P99Ms { get; init; }

    /// <summary>99.9th percentile of the latency in milliseconds.</summary>
    public double? P999Ms { get; init; }

    /// <summary>Largest latency in milliseconds.</summary>
    public double? MaxMs { get; init; }

    /// <summary>
    /// All latencies as filled buckets, from which the plot is drawn; null where other records add up to it.
    /// </summary>
    public HistogramSnapshot? Buckets { get; init; }

    internal long SuccessCount => Count - Failures.Values.Sum();

    internal static OperationRecord From(OperationMeasurement operation, double throughput, bool withBuckets)
    {
        var latencies = operation.Successes;
        var any = latencies.Count > 0;
        return new OperationRecord
        {
            Name = operation.Name,
            Count = operation.Count,
            Failures = Sorted(operation.FailuresByType),
            Throughput = throughput,
            MeanMs = any ? latencies.Mean / 1e6 : null,
            P50Ms = Quantile(latencies, 0.5),
            P90Ms = Quantile(latencies, 0.9),
            P95Ms = Quantile(latencies, 0.95),
            P99Ms = Quantile(latencies, 0.99),
            P999Ms = Quantile(latencies, 0.999),
            MaxMs = any ? latencies.Max / 1e6 : null,
            Buckets = withBuckets && any ? latencies.ToSnapshot() : null,
        };
    }

    private static SortedDictionary<string, long> Sorted(IReadOnlyDictionary<string, long> failures)
    {
        var sorted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (type, count) in failures)
        {
            sorted.Add(type, count);
        }

        return sorted;
    }

    private static double? Quantile(LatencyHistogram latencies, double quantile) =>
        latencies.TryQuantile(quantile, out var estimate) ? estimate.Milliseconds : null;
}
