using Pool.Reporting.Measurement;

namespace Pool.Reporting.Records;

/// <summary>
/// Finds records that are valid JSON but that no writer of ours wrote, before a report trips over them.
/// </summary>
internal static class RecordCheck
{
    internal static string? ProblemOf(RecordLine record) => record switch
    {
        TestRecord test => ProblemOf(test),
        _ => null,
    };

    private static string? ProblemOf(TestRecord test)
    {
        if (HasNull(test.Categories) || HasNull(test.Faults) || HasNull(test.Verdict?.Metrics))
        {
            return $"the record of {test.TestName} has a null in a list.";
        }

        if (test.Load is not { } load)
        {
            return null;
        }

        if (HasNull(load.Operations) || HasNull(load.Thresholds))
        {
            return $"the load of {test.TestName} has a null in a list.";
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

    private static bool HasNull<T>(IReadOnlyList<T>? list)
        where T : class => list?.Any(item => item is null) == true;
}
