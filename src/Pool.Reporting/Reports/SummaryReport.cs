using System.Text;
using Pool.Reporting.Measurement;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>A run in a few lines of plain text, for the terminal, in words that need no manual.</summary>
public static class SummaryReport
{
    /// <summary>Writes the summary.</summary>
    /// <param name="report">The run.</param>
    /// <param name="reportPath">Where the full report lies; null to leave it out.</param>
    /// <returns>Lines that end with a line feed.</returns>
    public static string Render(RunReport report, string? reportPath)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var totals = report.Totals;
        Line(text, $"Pool report: {ReportText.Plural(totals.Tests, "isolated test")}, {totals.Passed} passed, {totals.Failed} failed, {totals.Skipped} skipped.");
        AppendLayers(text, report);
        AppendFailures(text, report);
        AppendFaults(text, report);
        AppendLoads(text, report);
        if (report.Problems.Count > 0)
        {
            Title(text, "Problems with the run itself");
            foreach (var problem in report.Problems)
            {
                Line(text, $"  {OneLine(problem)}");
            }
        }

        if (reportPath is not null)
        {
            text.Append('\n');
            Line(text, $"Full report: {reportPath}");
        }

        return text.ToString();
    }

    private static void AppendLayers(StringBuilder text, RunReport report)
    {
        if (report.Tests.Count == 0)
        {
            return;
        }

        Title(text, "What ran");
        foreach (var group in LayerGroup.Of(report))
        {
            var workers = ReportText.WorkersOf(group.Tests);
            Line(text, $"  {group.Layer,-6} {ReportText.Plural(group.Totals.Tests, "test"),-9} {ReportText.Layer(group.Layer)}{(workers.Length == 0 ? "" : $" ({workers})")}");
        }
    }

    private static void AppendFailures(StringBuilder text, RunReport report)
    {
        var failed = report.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        Title(text, "What failed");
        foreach (var test in failed)
        {
            Line(text, $"  {OneLine(test.ShortName)}: {OneLine(test.Message ?? "no message")} (replay with POOL_SEED={test.Seed})");
        }
    }

    private static void AppendFaults(StringBuilder text, RunReport report)
    {
        var struck = report.Tests.Where(test => test.Faults.Count > 0 || test.Chaos is not null).ToList();
        if (struck.Count == 0)
        {
            return;
        }

        Title(text, "What was broken on purpose");
        foreach (var test in struck)
        {
            var chaos = test.Chaos is { } c
                ? ReportText.Invariant($": {c.Fired} of {ReportText.Plural(c.Planned, "planned fault")} struck; {ReportText.Share(c.SuccessRate)} of {ReportText.Plural(c.Calls, "call")} succeeded")
                : "";
            Line(text, $"  {OneLine(test.ShortName)}{chaos}");
            foreach (var fault in test.Faults)
            {
                Line(text, $"    {OneLine(FaultText.Victim(fault))} {OneLine(FaultText.Action(fault))}; {FaultText.Recovery(fault)}");
            }
        }
    }

    private static void AppendLoads(StringBuilder text, RunReport report)
    {
        var loaded = report.Tests.Where(test => test.Load is not null).ToList();
        if (loaded.Count == 0)
        {
            return;
        }

        Title(text, "How fast it was");
        foreach (var test in loaded)
        {
            var load = test.Load!;
            Line(text, $"  {OneLine(test.ShortName)}: {ReportText.Number(load.Throughput)} operations per second by {ReportText.Plural(load.Clients, "client")} over {ReportText.Milliseconds(load.DurationMs)}, {ReportText.Share(load.ErrorRate)} errors");
            Line(text, $"    {Quantile(load.Total, "half", "p50", 0.5, load.Total.P50Ms)}; {Quantile(load.Total, "99 of 100", "p99", 0.99, load.Total.P99Ms)}");
            foreach (var broken in load.Thresholds.Where(result => !result.Passed))
            {
                Line(text, $"    threshold {OneLine(broken.Message)}");
            }

            if (load.Thresholds.Count > 0)
            {
                Line(text, $"    thresholds: {ReportText.Thresholds(load)}");
            }

            if (test.Verdict is { } verdict)
            {
                Line(text, $"    compared with the baseline: {verdict.Outcome}, {OneLine(verdict.Reason)}");
            }
        }
    }

    private static string Quantile(
        OperationRecord total, string share, string name, double quantile, double? milliseconds) =>
        total.SuccessCount < QuantileEstimate.RequiredSamples(quantile)
            ? $"{name}: too few operations ({ReportText.Count(total.SuccessCount)} of the {ReportText.Count(QuantileEstimate.RequiredSamples(quantile))} it needs)"
            : $"{share} took at most {ReportText.Milliseconds(milliseconds)} ({name})";

    private static void Title(StringBuilder text, string title)
    {
        text.Append('\n');
        Line(text, $"{title}");
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(ReportText.Invariant(line).TrimEnd()).Append('\n');

    // A message may hold line ends and terminal escapes; neither may reach the terminal.
    private static string OneLine(string text)
    {
        var end = text.AsSpan().Trim().IndexOfAny('\r', '\n');
        var line = end < 0 ? text.Trim() : text.Trim()[..end] + " ...";
        return string.Concat(line.Select(character => char.IsControl(character) ? ' ' : character));
    }
}
