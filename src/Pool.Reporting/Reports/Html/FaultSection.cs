using Pool.Reporting.Records;

namespace Pool.Reporting.Reports.Html;

/// <summary>Which worker was struck by what, and how long the pool took to recover.</summary>
internal static class FaultSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        var struck = report.Tests.Where(test => test.Faults.Count > 0 || test.Chaos is not null).ToList();
        if (struck.Count == 0)
        {
            return;
        }

        html.Element("h2", "Chaos", ("id", "chaos"));
        foreach (var test in struck)
        {
            html.Open("section", ("class", "card"));
            html.Open("header");
            html.Element("h3", test.ShortName, ("title", test.TestName));
            HtmlBadge.Write(html, test.Outcome);
            html.Close();
            if (test.Chaos is { } chaos)
            {
                html.Element(
                    "p",
                    ReportText.Invariant($"{chaos.Fired} of {ReportText.Plural(chaos.Planned, "planned fault")} struck. {ReportText.Share(chaos.SuccessRate)} of {ReportText.Plural(chaos.Calls, "call")} succeeded."),
                    ("class", "soft"));
            }

            WriteFaults(html, test);
            html.Close();
        }
    }

    private static void WriteFaults(HtmlWriter html, TestRecord test)
    {
        if (test.Faults.Count == 0)
        {
            return;
        }

        html.Open("div", ("class", "scroll"));
        html.Open("table");
        html.HeaderRow("Fault", "Evidence", "Worker", "Signal", "At", "Seen", "Recovery");
        html.Open("tbody");
        foreach (var fault in test.Faults)
        {
            html.Open("tr");
            html.Element("th", fault.Kind, ("scope", "row"));
            html.Open("td");
            HtmlBadge.Write(html, fault.Evidence == EvidenceKind.Real ? "real" : "virtual", null);
            html.Close();
            html.Element("td", FaultText.Victim(fault));
            html.Element("td", fault.Signal ?? "\u2013");
            html.Element("td", ReportText.Milliseconds(fault.InjectedAtMs));
            html.Element("td", FaultText.Observation(fault));
            html.Element("td", fault.RecoveredMs is null ? "not seen" : ReportText.Milliseconds(fault.RecoveredMs));
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }
}
