using Pool.Reporting.Records;

namespace Pool.Reporting.Reports.Html;

/// <summary>One card per load: numbers, thresholds, the comparison with the baseline and the latency plot.</summary>
internal static class LoadSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        var loaded = report.Tests.Where(test => test.Load is not null).ToList();
        if (loaded.Count == 0)
        {
            return;
        }

        html.Element("h2", "Performance", ("id", "performance"));
        for (var i = 0; i < loaded.Count; i++)
        {
            WriteCard(html, loaded[i], loaded[i].Load!, ReportText.Invariant($"plot{i}"));
        }
    }

    private static void WriteCard(HtmlWriter html, TestRecord test, LoadRecord load, string id)
    {
        html.Open("section", ("class", "card"));
        html.Open("header");
        html.Element("h3", test.ShortName, ("title", test.TestName));
        HtmlBadge.Write(html, test.Outcome);
        if (test.Verdict is { } verdict)
        {
            HtmlBadge.Write(html, verdict.Outcome);
        }

        html.Close();
        var warmup = load.WarmupOperations > 0 ? $", after {ReportText.Plural(load.WarmupOperations, "warm-up operation")}" : "";
        html.Element(
            "p",
            ReportText.Invariant($"{ReportText.Plural(load.Clients, "client")} for {ReportText.Milliseconds(load.DurationMs)}{warmup}; layer {test.Layer}{(test.WorkerKind is null ? "" : ", " + test.WorkerKind)}."),
            ("class", "soft"));
        if (test.Verdict is { } reasoned)
        {
            html.Element("p", $"Compared with the baseline: {reasoned.Reason}");
        }

        WriteOperations(html, load);
        WriteThresholds(html, load);
        WriteComparison(html, test);
        LatencyPlot.Write(html, load, id);
        html.Close();
    }

    private static void WriteOperations(HtmlWriter html, LoadRecord load)
    {
        html.Open("div", ("class", "scroll"));
        html.Open("table", ("class", "numbers"));
        html.HeaderRow("Operation", "Count", "Throughput", "p50", "p90", "p95", "p99", "p99.9", "Max", "Mean", "Errors");
        html.Open("tbody");
        foreach (var operation in load.Operations)
        {
            WriteOperation(html, operation, null);
        }

        if (load.Operations.Count != 1)
        {
            WriteOperation(html, load.Total, "total");
        }

        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteOperation(HtmlWriter html, OperationRecord operation, string? style)
    {
        html.Open("tr", ("class", style));
        html.Element("th", operation.Name, ("scope", "row"));
        html.Element("td", ReportText.Count(operation.Count));
        html.Element("td", ReportText.Rate(operation.Throughput));
        html.Element("td", ReportText.Quantile(operation, 0.5, operation.P50Ms));
        html.Element("td", ReportText.Quantile(operation, 0.9, operation.P90Ms));
        html.Element("td", ReportText.Quantile(operation, 0.95, operation.P95Ms));
        html.Element("td", ReportText.Quantile(operation, 0.99, operation.P99Ms));
        html.Element("td", ReportText.Quantile(operation, 0.999, operation.P999Ms));
        html.Element("td", ReportText.Milliseconds(operation.MaxMs));
        html.Element("td", ReportText.Milliseconds(operation.MeanMs));
        html.Element("td", ErrorsOf(operation));
        html.Close();
    }

    private static string ErrorsOf(OperationRecord operation)
    {
        var failed = operation.Failures.Values.Sum();
        if (failed == 0)
        {
            return "none";
        }

        var types = string.Join(", ", operation.Failures.Select(pair => $"{pair.Key} {ReportText.Count(pair.Value)}"));
        return $"{ReportText.Share((double)failed / operation.Count)} ({types})";
    }

    private static void WriteThresholds(HtmlWriter html, LoadRecord load)
    {
        if (load.Thresholds.Count == 0)
        {
            return;
        }

        html.Open("div", ("class", "scroll"));
        html.Open("table", ("class", "results"));
        html.Element("caption", "Thresholds");
        html.Open("tbody");
        foreach (var result in load.Thresholds)
        {
            html.Open("tr");
            html.Element("th", result.Threshold, ("scope", "row"));
            html.Open("td");
            HtmlBadge.Write(html, result.Passed ? "kept" : "not kept", result.Passed ? "good" : "bad");
            html.Close();
            html.Element("td", result.Message);
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteComparison(HtmlWriter html, TestRecord test)
    {
        if (test.Verdict is not { Metrics.Count: > 0 } verdict)
        {
            return;
        }

        html.Open("div", ("class", "scroll"));
        html.Open("table");
        html.Element("caption", "Comparison with the baseline, in calibrated time");
        html.HeaderRow("Metric", "Outcome", "Change in time", "Noise", "Floor", "Baseline runs", "Decides");
        html.Open("tbody");
        foreach (var metric in verdict.Metrics)
        {
            html.Open("tr");
            html.Element("th", metric.Metric, ("scope", "row"));
            html.Element("td", metric.Note ?? metric.Outcome.ToString());
            html.Element("td", metric.Change is { } change ? ReportText.Invariant($"{change * 100:+0.0;-0.0;0.0} %") : "\u2013");
            html.Element("td", metric.Noise is { } noise ? ReportText.Invariant($"\u00b1{noise * 100:0.0} %") : "\u2013");
            html.Element("td", ReportText.Invariant($"{metric.Floor * 100:0} %"));
            html.Element("td", ReportText.Count(metric.BaselineRuns));
            html.Element("td", metric.Gates ? "yes" : "no");
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }
}
