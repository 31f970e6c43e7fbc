using System.Globalization;

namespace Pool.Reporting.Thresholds;

/// <summary>Writes a metric's value the way people read it.</summary>
public static class ThresholdValue
{
    /// <summary>Writes a value with its unit, such as <c>12.3 ms</c>, <c>0.25 %</c> or <c>1,234/s</c>.</summary>
    /// <param name="metric">What the value measures.</param>
    /// <param name="value">The value, in the unit of the metric.</param>
    /// <returns>The text, the same in every culture.</returns>
    public static string Format(ThresholdMetric metric, double value) => metric switch
    {
        ThresholdMetric.Errors => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.###} %"),
        ThresholdMetric.Throughput => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.#}/s"),
        ThresholdMetric.Count => string.Create(CultureInfo.InvariantCulture, $"{value:#,0}"),
        _ => FormatTime(value),
    };

    /// <summary>Writes a time with the largest fitting unit and three or four significant digits.</summary>
    /// <param name="nanoseconds">The time in nanoseconds.</param>
    /// <returns>The text, the same in every culture.</returns>
    public static string FormatTime(double nanoseconds)
    {
        var (value, unit) = nanoseconds switch
        {
            < 1e3 => (nanoseconds, "ns"),
            < 1e6 => (nanoseconds / 1e3, "\u00b5s"),
            < 1e9 => (nanoseconds / 1e6, "ms"),
            _ => (nanoseconds / 1e9, "s"),
        };
        var format = value switch
        {
            < 10 => "0.##",
            < 100 => "0.#",
            _ => "0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + unit;
    }
}
