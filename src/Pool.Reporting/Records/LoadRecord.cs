using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;
using Pool.Reporting.Measurement;
using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Records;

/// <summary>A load as it is stored.</summary>
public sealed record LoadRecord
{
    /// <summary>How many clients ran.</summary>
    public required int Clients { get; init; }

    /// <summary>Number of operations before the measurement; none of them is counted in it.</summary>
    public long WarmupOperations { get; init; }

    /// <summary>The measured duration in milliseconds.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Successful operations per second of measured time.</summary>
    public required double Throughput { get; init; }

    /// <summary>Failures divided by all operations, from 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>All operations together; it carries no buckets, since those of the operations add up to it.</summary>
    public required OperationRecord Total { get; init; }

    /// <summary>Each operation.</summary>
    public required IReadOnlyList<OperationRecord> Operations { get; init; }

    /// <summary>The thresholds and whether they were kept.</summary>
    public IReadOnlyList<ThresholdResult> Thresholds { get; init; } = [];

    /// <summary>The machine's speed around the load; null when it was not measured.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Turns a measurement into what is stored of it.</summary>
    /// <param name="load">The measurement.</param>
    /// <param name="thresholds">The evaluated thresholds.</param>
    /// <param name="calibration">The machine's speed around the load; null when it was not measured.</param>
    /// <returns>The record.</returns>
    public static LoadRecord From(
        LoadMeasurement load, IReadOnlyList<ThresholdResult> thresholds, Calibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(thresholds);
        return new LoadRecord
        {
            Clients = load.Clients,
            WarmupOperations = load.WarmupOperations,
            DurationMs = load.Elapsed.TotalMilliseconds,
            Throughput = load.Throughput,
            ErrorRate = load.ErrorRate,
            Total = OperationRecord.From(load.Total, load.Throughput, withBuckets: false),
            Operations = [.. load.Operations.Select(o => OperationRecord.From(o, load.ThroughputOf(o), withBuckets: true))],
            Thresholds = thresholds,
            Calibration = calibration,
        };
    }

    /// <summary>
    /// The metrics by which this load is compared with others; null where samples were too few to speak of.
    /// </summary>
    /// <returns>The metrics of all operations together.</returns>
    public BenchmarkMetrics ToMetrics() => new()
    {
        Throughput = Throughput > 0 ? Throughput : null,
        P50Ms = Supported(0.5, Total.P50Ms),
        P90Ms = Supported(0.9, Total.P90Ms),
        P99Ms = Supported(0.99, Total.P99Ms),
    };

    // A latency of 0 is one that the clock could not resolve; it has no ratio to anything.
    private double? Supported(double quantile, double? value) =>
        value > 0 && Total.SuccessCount >= QuantileEstimate.RequiredSamples(quantile) ? value : null;
}
