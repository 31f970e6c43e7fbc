using System.Security.Cryptography;
using System.Text;
using Pool.Reporting.Reports.Html;

namespace Pool.Reporting.Reports;

/// <summary>
/// The report for people: <c>report.html</c>, one file that needs no script, no network and no other file, and is
/// well-formed XML. Every name and message in it is escaped.
/// </summary>
public static class HtmlReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the report.</summary>
    /// <param name="report">The run.</param>
    /// <returns>The text; the same for equal reports.</returns>
    public static string Render(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var html = new HtmlWriter(text))
        {
            html.Open("html", ("lang", "en"));
            WriteHead(html, report);
            html.Open("body");
            OverviewSection.Write(html, report);
            html.Open("main");
            ProblemSection.Write(html, report);
            LayerSection.Write(html, report);
            LoadSection.Write(html, report);
            FaultSection.Write(html, report);
            TestSection.Write(html, report);
            HostSection.Write(html, report);
            html.Close();
            html.Close();
            html.Close();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteHead(HtmlWriter html, RunReport report)
    {
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(HtmlStyle.Text)));
        html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        // Nothing may load and nothing may run; even a hole in the escaping would stay text.
        html.Void(
            "meta",
            ("http-equiv", "Content-Security-Policy"),
            ("content", $"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", ReportText.Invariant($"Pool report: {report.Totals.Passed} of {ReportText.Plural(report.Totals.Tests, "test")} passed"));
        html.Element("style", HtmlStyle.Text);
        html.Close();
    }
}
