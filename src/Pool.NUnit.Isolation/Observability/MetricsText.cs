using System.Globalization;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Measurements as text.</summary>
internal static class MetricsText
{
    public static string Line(CapturedMeasurement measurement)
    {
        string tags = string.Join(", ", measurement.Tags
            .OrderBy(static t => t.Key, StringComparer.Ordinal)
            .Select(static t => string.Create(CultureInfo.InvariantCulture, $"{t.Key}={t.Value}")));
        string unit = measurement.Unit is null ? "" : $" {measurement.Unit}";
        string value = measurement.Kind == MeasurementKind.Histogram
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"count {measurement.Count}, sum {measurement.Sum:G6}{unit}, min {measurement.Min:G6}, mean {measurement.Sum / measurement.Count:G6}, max {measurement.Max:G6}, last {measurement.Last:G6}")
            : string.Create(CultureInfo.InvariantCulture, $"{measurement.Value:G15}{unit}");
        return PlainText.Of($"{measurement.Meter} {measurement.Instrument}{{{tags}}} {value}");
    }

    public static string Of(IEnumerable<CapturedMeasurement> measurements) => string.Join(
        Environment.NewLine, measurements.Select(Line).Order(StringComparer.Ordinal));
}
