using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Reports.Html;

/// <summary>Short coloured words; the word says everything, the colour only repeats it.</summary>
internal static class HtmlBadge
{
    internal static void Write(HtmlWriter html, TestOutcome outcome) => Write(html, outcome.ToString(), outcome switch
    {
        TestOutcome.Passed => "good",
        TestOutcome.Failed => "bad",
        TestOutcome.Warning => "warn",
        _ => null,
    });

    internal static void Write(HtmlWriter html, VerdictOutcome outcome) => Write(html, outcome.ToString(), outcome switch
    {
        VerdictOutcome.Improved or VerdictOutcome.Equivalent => "good",
        VerdictOutcome.Regressed => "bad",
        VerdictOutcome.EnvironmentInvalid => "warn",
        _ => null,
    });

    internal static void Write(HtmlWriter html, string word, string? tone) =>
        html.Element("span", word, ("class", tone is null ? "badge" : "badge " + tone));
}
