namespace Pool.Reporting.Reports.Html;

/// <summary>The head of the page: what came out, at a glance.</summary>
internal static class OverviewSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        var totals = report.Totals;
        html.Open("header");
        html.Element("h1", "Pool report");
        var assemblies = string.Join(", ", report.Hosts.Select(host => host.Assembly).Distinct(StringComparer.Ordinal));
        html.Element("p", $"{assemblies} \u00b7 started {ReportText.Time(report.StartedAt)}", ("class", "soft"));
        html.Open("ul", ("class", "tiles"));
        Tile(html, totals.Tests, totals.Tests == 1 ? "isolated test" : "isolated tests");
        Tile(html, totals.Passed, "passed");
        Tile(html, totals.Failed, "failed", totals.Failed > 0 ? "alarm" : null);
        Tile(html, totals.Skipped, "skipped");
        Tile(html, report.Tests.Sum(test => test.Faults.Count), "faults injected");
        Tile(html, report.Tests.Count(test => test.Load is not null), "loads measured");
        html.Close();
        html.Close();
    }

    private static void Tile(HtmlWriter html, int number, string word, string? style = null)
    {
        html.Open("li", ("class", style));
        html.Element("b", ReportText.Count(number));
        html.Element("span", word, ("class", "soft"));
        html.Close();
    }
}
