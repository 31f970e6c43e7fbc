namespace Pool.Reporting.Thresholds;

/// <summary>One limit that a load must keep, such as <c>p99 &lt; 500ms</c>.</summary>
/// <param name="Operation">The operation it applies to; null for all operations together.</param>
/// <param name="Metric">What it limits.</param>
/// <param name="Comparison">How the actual value must compare with the limit.</param>
/// <param name="Limit">The limit: nanoseconds for latencies, a share from 0 to 1 for errors, else a plain
/// number.</param>
/// <param name="Text">The threshold as its author wrote it.</param>
public sealed record Threshold(
    string? Operation, ThresholdMetric Metric, ThresholdComparison Comparison, double Limit, string Text)
{
    /// <summary>Whether a value keeps the limit.</summary>
    /// <param name="actual">The value, in the unit of <see cref="Limit"/>.</param>
    /// <returns>True when it does.</returns>
    public bool IsKeptBy(double actual) => Comparison switch
    {
        ThresholdComparison.Less => actual < Limit,
        ThresholdComparison.LessOrEqual => actual <= Limit,
        ThresholdComparison.Greater => actual > Limit,
        _ => actual >= Limit,
    };
}
