using System.Globalization;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports.Html;

/// <summary>Every test by layer, with what its isolation cost and the seed that replays it.</summary>
internal static class TestSection
{
    private const int LongestMessage = 8_000;

    internal static void Write(HtmlWriter html, RunReport report)
    {
        var groups = LayerGroup.Of(report);
        if (groups.Count == 0)
        {
            return;
        }

        html.Element("h2", "Tests", ("id", "tests"));
        foreach (var group in groups)
        {
            html.Open("div", ("class", "card scroll"));
            html.Open("table");
            html.Element("caption", $"Layer {group.Layer}");
            html.HeaderRow("Test", "Outcome", "Duration", "Set up", "Torn down", "Seed", "Categories");
            html.Open("tbody");
            foreach (var test in group.Tests)
            {
                WriteTest(html, test);
            }

            html.Close();
            html.Close();
            html.Close();
        }
    }

    private static void WriteTest(HtmlWriter html, TestRecord test)
    {
        html.Open("tr");
        html.Open("th", ("scope", "row"), ("title", test.TestName));
        html.Text(test.ShortName);
        WriteMessage(html, test.Message);
        html.Close();
        html.Open("td");
        HtmlBadge.Write(html, test.Outcome);
        html.Close();
        html.Element("td", ReportText.Milliseconds(test.DurationMs));
        html.Element("td", ReportText.Milliseconds(test.SetupUs / 1e3));
        html.Element("td", ReportText.Milliseconds(test.TeardownUs / 1e3));
        html.Element("td", test.Seed.ToString(CultureInfo.InvariantCulture));
        html.Element("td", string.Join(", ", test.Categories));
        html.Close();
    }

    private static void WriteMessage(HtmlWriter html, string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return;
        }

        var text = message.Length > LongestMessage ? message[..LongestMessage] + "\n..." : message;
        html.Open("details");
        html.Element("summary", text.Trim().Split('\n')[0].Trim());
        html.Element("pre", text.Trim());
        html.Close();
    }
}
