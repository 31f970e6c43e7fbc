using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;

namespace Pool.Reporting.Verdicts;

/// <summary>
/// Compares a benchmark with its accepted runs on the same class of machines. Pure: the same numbers give the same
/// verdict. Thread-safe.
/// </summary>
/// <remarks>
/// Each run contributes one value per metric, the log of metric divided by calibration; the run is the unit of
/// replication, since requests within one run share its luck. The new value d away from the history's median is judged
/// by the bound k * s, where s is the MAD-scaled deviation widened by the uncertainty of the median itself, and by an
/// effect floor: without the floor, on a quiet machine every trifle would be significant.
/// </remarks>
public static class HistoryJudge
{
    /// <summary>Accepted runs that a verdict needs.</summary>
    public const int RunsNeeded = 8;

    // k = 3: what three standard deviations keep out of a normal distribution is 0.13 % on the bad side.
    private const double K = 3;

    // How far the machine's speed may be from its history, or change during the load.
    private const double CalibrationTolerance = 0.25;

    /// <summary>Judges one benchmark.</summary>
    /// <param name="baseline">The accepted runs; null when there is no baseline file.</param>
    /// <param name="machine">The machine this run was measured on.</param>
    /// <param name="benchmark">The test's full name.</param>
    /// <param name="metrics">What was measured; null where samples were too few.</param>
    /// <param name="calibration">The machine's speed around the load; null when it was not measured.</param>
    /// <returns>The verdict.</returns>
    public static Verdict Judge(
        Baseline? baseline,
        MachineFingerprint machine,
        string benchmark,
        BenchmarkMetrics metrics,
        Calibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(metrics);
        var runs = baseline?.RunsOf(machine.MachineClass, benchmark) ?? [];
        if (VerdictPrecondition.Check(baseline, machine, runs, calibration, CalibrationTolerance) is { } verdict)
        {
            return verdict;
        }

        var judged = HistoryMetric.All.Select(metric => Judge(metric, runs, metrics, calibration!.UnitNs)).ToList();
        return VerdictSummary.Of(judged);
    }

    private static MetricVerdict Judge(
        HistoryMetric metric, IReadOnlyList<BaselineRun> runs, BenchmarkMetrics metrics, double calibrationNs)
    {
        var history = runs.Select(run => metric.CalibratedLog(run.Metrics, run.CalibrationNs)).OfType<double>().ToList();
        var result = new MetricVerdict
        {
            Metric = metric.Name,
            Outcome = VerdictOutcome.Inconclusive,
            Gates = metric.Gates,
            Floor = metric.Floor,
            BaselineRuns = history.Count,
        };
        if (metric.CalibratedLog(metrics, calibrationNs) is not { } current)
        {
            return result with { Gates = false, Note = "this run has too few samples for it" };
        }

        if (history.Count < RunsNeeded)
        {
            return result with
            {
                Gates = false,
                Note = VerdictText.Invariant($"{history.Count} baseline runs hold it, {RunsNeeded} are needed"),
            };
        }

        var change = current - RobustStatistics.Median(history);
        // The median of n normal values has the variance pi / 2n of one of them (M. G. Kendall, A. Stuart, The Advanced
        // Theory of Statistics 1, 10.10), so a new value differs from it with 1 + pi / 2n.
        var bound = K * RobustStatistics.Scale(history) * Math.Sqrt(1 + (Math.PI / (2 * history.Count)));
        var floor = Math.Log(1 + metric.Floor);
        return result with
        {
            Change = Math.Exp(change) - 1,
            Noise = Math.Exp(bound) - 1,
            Outcome = change > Math.Max(bound, floor) ? VerdictOutcome.Regressed
                : change < -Math.Max(bound, floor) ? VerdictOutcome.Improved
                // The whole interval must lie within the margin (two one-sided tests: D. J. Schuirmann, Journal of
                // Pharmacokinetics and Biopharmaceutics 15, 1987); not having shown a difference is no proof of
                // equality.
                : Math.Abs(change) + bound <= floor ? VerdictOutcome.Equivalent
                : VerdictOutcome.Inconclusive,
        };
    }
}
