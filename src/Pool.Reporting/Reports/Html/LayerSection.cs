namespace Pool.Reporting.Reports.Html;

/// <summary>How many tests ran at which layer, and what a layer is.</summary>
internal static class LayerSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        var groups = LayerGroup.Of(report);
        if (groups.Count == 0)
        {
            return;
        }

        html.Element("h2", "What ran", ("id", "layers"));
        html.Open("div", ("class", "card scroll"));
        html.Open("table");
        html.HeaderRow("Layer", "What the workers are", "Tests", "Passed", "Failed", "Skipped");
        html.Open("tbody");
        foreach (var group in groups)
        {
            var workers = ReportText.WorkersOf(group.Tests);
            html.Open("tr");
            html.Element("th", group.Layer, ("scope", "row"));
            html.Element("td", ReportText.Layer(group.Layer) + (workers.Length == 0 ? "" : $": {workers}"));
            html.Element("td", ReportText.Count(group.Totals.Tests));
            html.Element("td", ReportText.Count(group.Totals.Passed));
            html.Element("td", ReportText.Count(group.Totals.Failed));
            html.Element("td", ReportText.Count(group.Totals.Skipped));
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }
}
