using System.Text;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>The report for reviews and build summaries: <c>report.md</c>.</summary>
public static class MarkdownReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.md";

    /// <summary>Tests listed per layer; build servers cut long summaries.</summary>
    internal const int TestsListed = 100;

    /// <summary>Writes the report.</summary>
    /// <param name="report">The run.</param>
    /// <returns>The text; the same for equal reports.</returns>
    public static string Render(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var totals = report.Totals;
        Line(text, $"# Pool report");
        Line(text, $"");
        Line(text, $"**{ReportText.Plural(totals.Tests, "isolated test")}: {totals.Passed} passed, {totals.Failed} failed, {totals.Skipped} skipped.** Started {ReportText.Time(report.StartedAt)}.");
        AppendProblems(text, report);
        AppendLoads(text, report);
        AppendFaults(text, report);
        AppendTests(text, report);
        return text.ToString();
    }

    private static void AppendProblems(StringBuilder text, RunReport report)
    {
        if (report.Problems.Count == 0)
        {
            return;
        }

        Heading(text, "Problems with the run");
        foreach (var problem in report.Problems)
        {
            Line(text, $"- {MarkdownText.Escape(problem)}");
        }
    }

    private static void AppendLoads(StringBuilder text, RunReport report)
    {
        var loaded = report.Tests.Where(test => test.Load is not null).ToList();
        if (loaded.Count == 0)
        {
            return;
        }

        Heading(text, "Performance");
        Table(text, "Test", "Clients", "Throughput", "p50", "p90", "p99", "Errors", "Thresholds", "Verdict");
        foreach (var test in loaded)
        {
            var load = test.Load!;
            Row(text, load.Total, MarkdownText.Escape(test.ShortName), ReportText.Count(load.Clients), load, VerdictOf(test));
            if (load.Operations.Count > 1)
            {
                foreach (var operation in load.Operations)
                {
                    Row(text, operation, "\u2003" + MarkdownText.Escape(operation.Name), "", null, "");
                }
            }
        }

        foreach (var test in loaded)
        {
            foreach (var result in test.Load!.Thresholds.Where(result => !result.Passed || !result.IsSupported))
            {
                Line(text, $"");
                Line(text, $"{MarkdownText.Escape(test.ShortName)}: {MarkdownText.Escape(result.Message)}");
            }
        }
    }

    private static void Row(
        StringBuilder text, OperationRecord operation, string name, string clients, LoadRecord? load, string verdict)
    {
        var errors = operation.Count == 0 ? 0 : (double)operation.Failures.Values.Sum() / operation.Count;
        Line(text, $"| {name} | {clients} | {ReportText.Rate(operation.Throughput)} | {ReportText.Quantile(operation, 0.5, operation.P50Ms)} | {ReportText.Quantile(operation, 0.9, operation.P90Ms)} | {ReportText.Quantile(operation, 0.99, operation.P99Ms)} | {ReportText.Share(errors)} | {(load is null ? "" : ReportText.Thresholds(load))} | {verdict} |");
    }

    private static string VerdictOf(TestRecord test) =>
        test.Verdict is { } verdict ? $"**{verdict.Outcome}**: {MarkdownText.Escape(verdict.Reason)}" : "not compared";

    private static void AppendFaults(StringBuilder text, RunReport report)
    {
        var struck = report.Tests.Where(test => test.Faults.Count > 0 || test.Chaos is not null).ToList();
        if (struck.Count == 0)
        {
            return;
        }

        Heading(text, "Chaos");
        Table(text, "Test", "Fault", "Evidence", "Worker", "Signal", "Seen", "Recovery", "Calls that succeeded");
        foreach (var test in struck)
        {
            var calls = test.Chaos is { } chaos
                ? ReportText.Invariant($"{ReportText.Share(chaos.SuccessRate)} of {ReportText.Count(chaos.Calls)}, {chaos.Fired} of {chaos.Planned} faults fired")
                : "";
            if (test.Faults.Count == 0)
            {
                Line(text, $"| {MarkdownText.Escape(test.ShortName)} | none fired | | | | | | {calls} |");
            }

            foreach (var fault in test.Faults)
            {
                var evidence = fault.Evidence == EvidenceKind.Real ? "real" : "virtual";
                Line(text, $"| {MarkdownText.Escape(test.ShortName)} | {MarkdownText.Escape(fault.Kind)} | {evidence} | {MarkdownText.Escape(FaultText.Victim(fault))} | {MarkdownText.Escape(fault.Signal ?? "")} | {FaultText.Observation(fault)} | {(fault.RecoveredMs is null ? "not seen" : ReportText.Milliseconds(fault.RecoveredMs))} | {calls} |");
            }
        }
    }

    private static void AppendTests(StringBuilder text, RunReport report)
    {
        foreach (var group in LayerGroup.Of(report))
        {
            var workers = ReportText.WorkersOf(group.Tests);
            Heading(text, MarkdownText.Escape($"Tests at layer {group.Layer}"));
            Line(text, $"{MarkdownText.Escape(ReportText.Layer(group.Layer))}{(workers.Length == 0 ? "" : ": " + MarkdownText.Escape(workers))}");
            Line(text, $"");
            Table(text, "Test", "Outcome", "Duration", "Set up", "Torn down", "Seed", "Message");
            // The ones that need a reader come first, so that a long list cuts only passed tests.
            foreach (var test in group.Tests.OrderByDescending(test => test.Outcome == TestOutcome.Failed).Take(TestsListed))
            {
                Line(text, $"| {MarkdownText.Escape(test.ShortName)} | {test.Outcome} | {ReportText.Milliseconds(test.DurationMs)} | {ReportText.Milliseconds(test.SetupUs / 1e3)} | {ReportText.Milliseconds(test.TeardownUs / 1e3)} | {test.Seed} | {MarkdownText.Escape(test.Message ?? "", 300)} |");
            }

            if (group.Tests.Count > TestsListed)
            {
                Line(text, $"");
                Line(text, $"{ReportText.Count(group.Tests.Count - TestsListed)} more are in {HtmlReport.FileName}.");
            }
        }
    }

    private static void Heading(StringBuilder text, string title)
    {
        Line(text, $"");
        Line(text, $"## {title}");
        Line(text, $"");
    }

    private static void Table(StringBuilder text, params string[] columns)
    {
        Line(text, $"| {string.Join(" | ", columns)} |");
        Line(text, $"|{string.Concat(columns.Select(_ => "---|"))}");
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(ReportText.Invariant(line).TrimEnd()).Append('\n');
}
