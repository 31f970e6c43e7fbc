using System.Globalization;

namespace Pool.Reporting.Thresholds;

/// <summary>Reads the number and unit on the right side of a threshold.</summary>
internal static class ThresholdLimit
{
    internal static double Parse(string text, string limit, int position, MetricSyntax metric)
    {
        var digits = 0;
        while (digits < limit.Length && (char.IsAsciiDigit(limit[digits]) || limit[digits] == '.'))
        {
            digits++;
        }

        var number = limit.Substring(0, digits);
        var unit = limit.Substring(digits).Trim();
        // Seconds become nanoseconds, which must still be a number that a record can hold.
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || double.IsInfinity(value * 1e9))
        {
            throw ThresholdParser.Error(
                text, position, $"'{limit}' is no limit for {metric.Name}", $"Write for example {metric.Example}.");
        }

        var factor = Factor(metric.Unit, unit);
        if (factor is null)
        {
            throw ThresholdParser.Error(
                text,
                position + digits,
                unit.Length == 0 ? $"the limit {number} has no unit" : $"'{unit}' is no unit for {metric.Name}",
                $"Use {AllowedUnits(metric.Unit)}, for example {metric.Example}.");
        }

        var limitValue = value * factor.Value;
        if (metric.Unit == LimitUnit.Share && limitValue > 1)
        {
            throw ThresholdParser.Error(
                text,
                position,
                $"'{limit}' is more than all operations",
                "Write a percentage from 0% to 100% or a share from 0 to 1, for example errors < 1%.");
        }

        return limitValue;
    }

    private static double? Factor(LimitUnit kind, string unit) => (kind, unit) switch
    {
        (LimitUnit.Time, "ns") => 1,
        // Both code points that look like the micro sign: U+00B5 and U+03BC.
        (LimitUnit.Time, "us" or "\u00b5s" or "\u03bcs") => 1e3,
        (LimitUnit.Time, "ms") => 1e6,
        (LimitUnit.Time, "s") => 1e9,
        (LimitUnit.Share, "%") => 0.01,
        (LimitUnit.Share, "") => 1,
        (LimitUnit.Rate, "/s") => 1,
        (LimitUnit.Number, "") => 1,
        _ => null,
    };

    private static string AllowedUnits(LimitUnit kind) => kind switch
    {
        LimitUnit.Time => "ns, us, \u00b5s, ms or s",
        LimitUnit.Share => "% or a share from 0 to 1",
        LimitUnit.Rate => "/s",
        _ => "a number without a unit",
    };
}
