using Pool.Reporting.Baselines;

namespace Pool.Reporting.Verdicts;

/// <summary>A metric of the history rule: how it is read and what it takes to count.</summary>
internal sealed record HistoryMetric(
    string Name, Func<BenchmarkMetrics, double?> Value, bool IsTime, double Floor, bool Gates)
{
    internal static IReadOnlyList<HistoryMetric> All { get; } =
    [
        new("throughput", metrics => metrics.Throughput, IsTime: false, Floor: 0.05, Gates: true),
        new("p50", metrics => metrics.P50Ms, IsTime: true, Floor: 0.05, Gates: true),
        new("p90", metrics => metrics.P90Ms, IsTime: true, Floor: 0.05, Gates: false),
        new("p99", metrics => metrics.P99Ms, IsTime: true, Floor: 0.10, Gates: true),
    ];

    /// <summary>
    /// The log of the metric as time in calibration units, so that more is worse and the machine's speed cancels: for a
    /// latency the latency itself, for throughput the time per operation.
    /// </summary>
    internal double? CalibratedLog(BenchmarkMetrics metrics, double calibrationNs) =>
        Value(metrics) is { } value and > 0
            ? IsTime ? Math.Log(value * 1e6 / calibrationNs) : Math.Log(1e9 / value / calibrationNs)
            : null;

    /// <summary>The change as its reader thinks of it: a latency is slower, a throughput is lower.</summary>
    internal string Describe(double change) => (IsTime, change) switch
    {
        (true, >= 0) => VerdictText.Invariant($"{Name} is {change * 100:0.#} % slower"),
        (true, _) => VerdictText.Invariant($"{Name} is {-change * 100:0.#} % faster"),
        (false, >= 0) => VerdictText.Invariant($"{Name} is {(1 - (1 / (1 + change))) * 100:0.#} % lower"),
        (false, _) => VerdictText.Invariant($"{Name} is {((1 / (1 + change)) - 1) * 100:0.#} % higher"),
    };
}
