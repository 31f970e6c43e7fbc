namespace Pool.Reporting.Reports.Html;

/// <summary>What is wrong with the run itself; left out when nothing is.</summary>
internal static class ProblemSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        if (report.Problems.Count == 0)
        {
            return;
        }

        html.Element("h2", "Problems with the run", ("id", "problems"));
        html.Open("div", ("class", "card problems"));
        html.Open("ul");
        foreach (var problem in report.Problems)
        {
            html.Element("li", problem);
        }

        html.Close();
        html.Close();
    }
}
