using Pool.Reporting.Measurement;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports.Html;

/// <summary>
/// An operation's latency over the percentile, which is spread out logarithmically towards 100 %: x is log10(1 / (1 -
/// q)), so 90 %, 99 % and 99.9 % are equally far apart and the tail, where trouble shows, gets as much room as the
/// middle.
/// </summary>
internal sealed record LatencyCurve(string Name, IReadOnlyList<(double X, double Nanoseconds)> Points, double SupportedTo)
{
    private const double Step = 1.0 / 16;
    private const double Farthest = 5;

    internal double End => Points[^1].X;

    internal double Lowest => Points[0].Nanoseconds;

    internal double Highest => Points[^1].Nanoseconds;

    internal static LatencyCurve? Of(OperationRecord operation)
    {
        if (operation.Buckets is null)
        {
            return null;
        }

        var histogram = LatencyHistogram.FromSnapshot(operation.Buckets);
        if (histogram.Count == 0)
        {
            return null;
        }

        // At log10(n) only the maximum is left.
        var end = Math.Clamp(Math.Log10(histogram.Count), Step, Farthest);
        var points = new List<(double, double)>();
        for (var x = 0.0; x < end; x += Step)
        {
            points.Add((x, ValueAt(histogram, x)));
        }

        points.Add((end, end < Farthest ? Math.Max(1, histogram.Max) : ValueAt(histogram, end)));
        // Up to here at least ten samples lie beyond the percentile.
        return new LatencyCurve(operation.Name, points, Math.Log10(histogram.Count / 10.0));
    }

    private static double ValueAt(LatencyHistogram histogram, double x) =>
        histogram.TryQuantile(1 - Math.Pow(10, -x), out var estimate) ? Math.Max(1, estimate.Nanoseconds) : 1;
}
