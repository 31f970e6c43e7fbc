namespace Pool.Reporting.Reports.Html;

/// <summary>A logarithmic axis with round ends and a handful of round ticks.</summary>
internal sealed class LatencyAxis
{
    private const int MostTicks = 9;

    internal LatencyAxis(double lowest, double highest)
    {
        var firstDecade = (int)Math.Floor(Math.Log10(lowest));
        var lastDecade = (int)Math.Ceiling(Math.Log10(highest));
        int[][] divisions = [[1, 2, 5], [1]];
        foreach (var steps in divisions)
        {
            var marks = Enumerable.Range(firstDecade, lastDecade - firstDecade + 1)
                .SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade)))
                .ToList();
            var from = marks.FindLastIndex(mark => mark <= lowest);
            var to = marks.FindIndex(mark => mark >= highest);
            from = Math.Max(0, from == to ? from - 1 : from);
            to = to < 0 ? marks.Count - 1 : to;
            Ticks = marks.GetRange(from, to - from + 1);
            if (Ticks.Count <= MostTicks && Ticks.Count > 1)
            {
                return;
            }
        }

        Ticks = Ticks is { Count: > 1 } ? Ticks : [lowest, Math.Max(highest, lowest * 2)];
    }

    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies on the axis: 0 at the lower end, 1 at the upper.</summary>
    internal double Place(double value) => Math.Log(value / Ticks[0]) / Math.Log(Ticks[^1] / Ticks[0]);
}
