namespace Pool.Reporting.Verdicts;

/// <summary>Joins the metrics of a benchmark into its verdict: the worst that was shown decides.</summary>
internal static class VerdictSummary
{
    internal static Verdict Of(IReadOnlyList<MetricVerdict> metrics)
    {
        var gating = metrics.Where(metric => metric.Gates).ToList();
        if (gating.Count == 0)
        {
            var missing = string.Join("; ", metrics.Select(metric => $"{metric.Metric}: {metric.Note ?? "does not gate"}"));
            return new Verdict
            {
                Outcome = VerdictOutcome.Inconclusive,
                Reason = $"no metric can be compared ({missing}). Run longer, so that there are more samples.",
                Metrics = metrics,
            };
        }

        // Regressed first: the improvement of one metric never excuses the regression of another.
        VerdictOutcome[] order = [VerdictOutcome.Regressed, VerdictOutcome.Improved, VerdictOutcome.Inconclusive];
        foreach (var outcome in order)
        {
            var those = gating.Where(metric => metric.Outcome == outcome).ToList();
            if (those.Count > 0)
            {
                return new Verdict { Outcome = outcome, Reason = ReasonOf(outcome, those), Metrics = metrics };
            }
        }

        return new Verdict
        {
            Outcome = VerdictOutcome.Equivalent,
            Reason = ReasonOf(VerdictOutcome.Equivalent, gating),
            Metrics = metrics,
        };
    }

    private static string ReasonOf(VerdictOutcome outcome, IReadOnlyList<MetricVerdict> metrics)
    {
        var changes = string.Join(", ", metrics.Select(Describe));
        return outcome switch
        {
            VerdictOutcome.Inconclusive =>
                $"{changes} than the baseline's median: neither a clear change nor shown to be equal. Accept more runs or use a quieter machine.",
            VerdictOutcome.Equivalent => $"{changes} than the baseline's median, within the margin.",
            _ => $"{changes} than the baseline's median, more than noise and floor explain.",
        };
    }

    private static string Describe(MetricVerdict metric)
    {
        var known = HistoryMetric.All.First(m => string.Equals(m.Name, metric.Metric, StringComparison.Ordinal));
        return VerdictText.Invariant(
            $"{known.Describe(metric.Change!.Value)} (noise \u00b1{metric.Noise * 100:0.#} %, floor {metric.Floor * 100:0} %, {metric.BaselineRuns} runs)");
    }
}
