using System.Globalization;
using Pool.Reporting.Measurement;
using Pool.Reporting.Records;
using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Reports;

/// <summary>How values are written in every report, the same in every culture.</summary>
internal static class ReportText
{
    internal const string TooFew = "n too small";

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    internal static string Milliseconds(double? milliseconds) =>
        milliseconds is { } value ? ThresholdValue.FormatTime(value * 1e6) : "\u2013";

    internal static string Rate(double perSecond) => ThresholdValue.Format(ThresholdMetric.Throughput, perSecond);

    internal static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    internal static string Share(double? share) =>
        share is { } value ? ThresholdValue.Format(ThresholdMetric.Errors, value) : "\u2013";

    internal static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    internal static string Plural(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    internal static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "unknown";

    /// <summary>A quantile, or that there are too few samples to speak of it.</summary>
    internal static string Quantile(OperationRecord operation, double quantile, double? milliseconds) =>
        milliseconds is null ? "\u2013"
        : operation.SuccessCount < QuantileEstimate.RequiredSamples(quantile) ? TooFew
        : Milliseconds(milliseconds);

    internal static string Thresholds(LoadRecord load) =>
        load.Thresholds.Count == 0
            ? "none set"
            : Invariant($"{load.Thresholds.Count(result => result.Passed)} of {load.Thresholds.Count} kept");

    internal static string Layer(string layer) => layer switch
    {
        "Mock" => "workers simulated in the test's own process",
        "Bridge" => "simulated workers behind real message frames",
        "Full" => "real worker processes",
        _ => "",
    };

    internal static string WorkersOf(IEnumerable<TestRecord> tests)
    {
        var kinds = tests.Select(test => test.WorkerKind).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return string.Join(", ", kinds);
    }
}
