using System.Globalization;
using Pool.Reporting.Measurement;

namespace Pool.Reporting.Thresholds;

/// <summary>Judges a load by its thresholds. Thread-safe.</summary>
public static class ThresholdEvaluator
{
    /// <summary>Judges every threshold; none is skipped after a failure.</summary>
    /// <param name="thresholds">What the load must keep.</param>
    /// <param name="load">What was measured.</param>
    /// <returns>One result per threshold, in the same order.</returns>
    public static IReadOnlyList<ThresholdResult> Evaluate(IReadOnlyList<Threshold> thresholds, LoadMeasurement load)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(load);
        return [.. thresholds.Select(threshold => Evaluate(threshold, load))];
    }

    private static ThresholdResult Evaluate(Threshold threshold, LoadMeasurement load)
    {
        var operation = threshold.Operation is null
            ? load.Total
            : load.Operations.FirstOrDefault(candidate => string.Equals(candidate.Name, threshold.Operation, StringComparison.Ordinal));
        if (operation is null)
        {
            var names = load.Operations.Count == 0 ? "none" : string.Join(", ", load.Operations.Select(o => o.Name));
            return Unmeasured(threshold, $"the load has no operation '{threshold.Operation}'. Operations measured: {names}");
        }

        var actual = Measure(threshold.Metric, operation, load, out var missing);
        return actual is { } measured ? Judge(threshold, measured, operation) : Unmeasured(threshold, missing);
    }

    private static double? Measure(
        ThresholdMetric metric, OperationMeasurement operation, LoadMeasurement load, out string missing)
    {
        missing = operation.Count == 0
            ? "no operation ran, so there is nothing to judge"
            : string.Create(
                CultureInfo.InvariantCulture, $"none of the {operation.Count} operations succeeded, so there is no latency");
        switch (metric)
        {
            case ThresholdMetric.Count:
                return operation.Count;
            case ThresholdMetric.Throughput:
                return load.ThroughputOf(operation);
            case ThresholdMetric.Errors:
                return operation.Count == 0 ? null : operation.ErrorRate;
            case ThresholdMetric.Max:
                return operation.Successes.Count == 0 ? null : operation.Successes.Max;
            case ThresholdMetric.Mean:
                return operation.Successes.Count == 0 ? null : operation.Successes.Mean;
            default:
                return operation.Successes.TryQuantile(QuantileOf(metric)!.Value, out var estimate)
                    ? estimate.Nanoseconds
                    : null;
        }
    }

    private static ThresholdResult Judge(Threshold threshold, double actual, OperationMeasurement operation)
    {
        var passed = threshold.IsKeptBy(actual);
        var samples = operation.Successes.Count;
        var required = QuantileOf(threshold.Metric) is { } quantile ? QuantileEstimate.RequiredSamples(quantile) : 0;
        var room = threshold.Comparison is ThresholdComparison.Less or ThresholdComparison.LessOrEqual
            ? threshold.Limit - actual
            : actual - threshold.Limit;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{threshold.Text}: {(passed ? "kept" : "NOT kept")}, actual {ThresholdValue.Format(threshold.Metric, actual)}");
        if (samples < required)
        {
            message += string.Create(
                CultureInfo.InvariantCulture,
                $" (only {samples} samples; this quantile needs {required} to be reliable, so run longer)");
        }

        return new ThresholdResult
        {
            Threshold = threshold.Text,
            Operation = threshold.Operation,
            Metric = threshold.Metric,
            Limit = threshold.Limit,
            Actual = actual,
            Passed = passed,
            Margin = threshold.Limit == 0 ? null : room / threshold.Limit,
            IsSupported = samples >= required,
            Message = message,
        };
    }

    private static ThresholdResult Unmeasured(Threshold threshold, string why) => new()
    {
        Threshold = threshold.Text,
        Operation = threshold.Operation,
        Metric = threshold.Metric,
        Limit = threshold.Limit,
        Passed = false,
        IsSupported = false,
        Message = $"{threshold.Text}: NOT kept, {why}",
    };

    private static double? QuantileOf(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.P50 => 0.5,
        ThresholdMetric.P90 => 0.9,
        ThresholdMetric.P95 => 0.95,
        ThresholdMetric.P99 => 0.99,
        ThresholdMetric.P999 => 0.999,
        _ => null,
    };
}
