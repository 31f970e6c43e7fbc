using Pool.Reporting.Measurement;

namespace Pool.Reporting.Records;

/// <summary>
/// Finds records that are valid JSON but that no writer of ours wrote, before a report trips over them.
/// </summary>
internal static class RecordCheck
{
    private const long MostOperations = 1L << 53;

    internal static string? ProblemOf(RecordLine record) => record switch
    {
        TestRecord test => ProblemOf(test),
        _ => null,
    };

    private static string? ProblemOf(TestRecord test)
    {
        if (IsBroken(test.Categories) || IsBroken(test.Faults) || (test.Verdict is { } verdict && IsBroken(verdict.Metrics)))
        {
            return $"the record of {test.TestName} lacks a list or has a null in one.";
        }

        if (test.Load is not { } load)
        {
            return null;
        }

        if (IsBroken(load.Operations) || IsBroken(load.Thresholds))
        {
            return $"the load of {test.TestName} lacks a list or has a null in one.";
        }

        if (load.Operations.Append(load.Total).Any(operation => !IsCounted(operation)))
        {
            return $"the load of {test.TestName} has an operation whose count and failures don't agree.";
        }

        if (load.Calibration is { } calibration && !(calibration.BeforeNs > 0 && calibration.AfterNs > 0))
        {
            return $"the calibration of {test.TestName} is not above 0.";
        }

        foreach (var buckets in load.Operations.Select(operation => operation.Buckets).OfType<HistogramSnapshot>())
        {
            buckets.Validate(LatencyHistogram.BucketCount);
        }

        return null;
    }

    // No load gets near the limit, below which no sum that a report makes overflows.
    private static bool IsCounted(OperationRecord operation) =>
        operation.Count <= MostOperations
        && operation.Failures is { } failures
        && failures.Values.All(count => count > 0)
        && failures.Values.Sum(count => (decimal)count) <= operation.Count;

    // A list that is absent from the JSON is null, whatever its declaration says.
    private static bool IsBroken<T>(IReadOnlyList<T>? list)
        where T : class => list is null || list.Any(item => item is null);
}
