using System.Text;
using Pool.Reporting.Records;
using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Reports.Html;

/// <summary>Draws the latencies of a load's operations as a percentile spectrum in SVG.</summary>
internal static class LatencyPlot
{
    private const double Width = 860;
    private const double Height = 320;
    private const double Left = 72;
    private const double Right = 20;
    private const double Top = 14;
    private const double Bottom = 44;
    private const int Colours = 4;

    private static readonly (double X, string Label)[] Percentiles =
        [(0, "0 %"), (Math.Log10(2), "50 %"), (1, "90 %"), (2, "99 %"), (3, "99.9 %"), (4, "99.99 %"), (5, "99.999 %")];

    internal static void Write(HtmlWriter html, LoadRecord load, string id)
    {
        var curves = load.Operations.Select(LatencyCurve.Of).OfType<LatencyCurve>().ToList();
        if (curves.Count == 0)
        {
            return;
        }

        var axis = new LatencyAxis(curves.Min(curve => curve.Lowest), curves.Max(curve => curve.Highest));
        var end = curves.Max(curve => curve.End);
        html.Open("figure");
        WriteLegend(html, curves);
        html.Open(
            "svg",
            ("class", "plot"),
            ("viewBox", ReportText.Invariant($"0 0 {Width} {Height}")),
            ("role", "img"),
            ("aria-labelledby", $"{id}t {id}d"));
        html.Element("title", "Latency by percentile", ("id", id + "t"));
        html.Element("desc", Describe(load), ("id", id + "d"));
        WriteGrid(html, axis, end);
        for (var i = 0; i < curves.Count; i++)
        {
            WriteCurve(html, curves[i], axis, end, StyleOf(i));
        }

        html.Close();
        html.Element(
            "figcaption",
            "Share of operations (across) that took at most this long (up). Both axes are logarithmic. Faint: fewer than ten samples lie beyond.");
        html.Close();
    }

    private static void WriteLegend(HtmlWriter html, List<LatencyCurve> curves)
    {
        html.Open("ul", ("class", "legend"));
        for (var i = 0; i < curves.Count; i++)
        {
            html.Open("li");
            html.Open("svg", ("viewBox", "0 0 30 10"), ("aria-hidden", "true"));
            html.Open("path", ("class", StyleOf(i)), ("d", "M1 5H29"));
            html.Close();
            html.Close();
            html.Element("span", curves[i].Name);
            html.Close();
        }

        html.Close();
    }

    private static void WriteGrid(HtmlWriter html, LatencyAxis axis, double end)
    {
        foreach (var tick in axis.Ticks)
        {
            var y = Y(axis, tick);
            Line(html, Left, y, Width - Right, y);
            Label(html, Left - 8, y + 4, "end", ThresholdValue.FormatTime(tick));
        }

        foreach (var (x, label) in Percentiles.Where(percentile => percentile.X <= end))
        {
            Line(html, X(x, end), Top, X(x, end), Height - Bottom);
            Label(html, X(x, end), Height - Bottom + 18, "middle", label);
        }
    }

    private static void WriteCurve(HtmlWriter html, LatencyCurve curve, LatencyAxis axis, double end, string style)
    {
        // The last supported point belongs to both parts, so that the curve has no gap.
        var supported = curve.Points.TakeWhile(point => point.X <= curve.SupportedTo).ToList();
        var tail = curve.Points.Skip(Math.Max(0, supported.Count - 1)).ToList();
        Path(html, supported, axis, end, style);
        Path(html, tail, axis, end, style + " tail");
    }

    private static void Path(
        HtmlWriter html, List<(double X, double Nanoseconds)> points, LatencyAxis axis, double end, string style)
    {
        if (points.Count < 2)
        {
            return;
        }

        var path = new StringBuilder();
        foreach (var (x, nanoseconds) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L')
                .Append(ReportText.Invariant($"{X(x, end):0.#} {Y(axis, nanoseconds):0.#}"));
        }

        html.Open("path", ("class", style), ("d", path.ToString()));
        html.Close();
    }

    private static string StyleOf(int index) => ReportText.Invariant(
        $"curve c{index % Colours}{(index < Colours ? "" : $" d{Math.Min(index / Colours, 3)}")}");

    private static string Describe(LoadRecord load) => string.Join(" ", load.Operations.Select(operation =>
        $"{operation.Name}: p50 {ReportText.Quantile(operation, 0.5, operation.P50Ms)}, "
        + $"p99 {ReportText.Quantile(operation, 0.99, operation.P99Ms)}, maximum {ReportText.Milliseconds(operation.MaxMs)}."));

    private static void Line(HtmlWriter html, double x1, double y1, double x2, double y2)
    {
        html.Open(
            "line",
            ("class", "grid"),
            ("x1", Number(x1)),
            ("y1", Number(y1)),
            ("x2", Number(x2)),
            ("y2", Number(y2)));
        html.Close();
    }

    private static void Label(HtmlWriter html, double x, double y, string anchor, string text) =>
        html.Element("text", text, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));

    private static string Number(double value) => ReportText.Invariant($"{value:0.#}");

    private static double X(double x, double end) => Left + (x / end * (Width - Left - Right));

    private static double Y(LatencyAxis axis, double nanoseconds) =>
        Height - Bottom - (Math.Clamp(axis.Place(nanoseconds), 0, 1) * (Height - Top - Bottom));
}
