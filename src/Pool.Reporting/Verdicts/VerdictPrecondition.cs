using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;

namespace Pool.Reporting.Verdicts;

/// <summary>What must hold before numbers may be compared at all.</summary>
internal static class VerdictPrecondition
{
    internal static Verdict? Check(
        Baseline? baseline,
        MachineFingerprint machine,
        IReadOnlyList<BaselineRun> runs,
        Calibration? calibration,
        double tolerance)
    {
        if (baseline is null || baseline.Machines.Count == 0)
        {
            return Inconclusive(
                $"there is no baseline to compare with; accept runs into {Baseline.FileName} with 'pool-report accept'.");
        }

        if (!baseline.Machines.ContainsKey(machine.MachineClass))
        {
            var known = string.Join("; ", baseline.Machines.Keys.Select(key => $"'{key}'"));
            return Inconclusive(
                $"this machine is '{machine.MachineClass}', but the baseline was recorded on {known}. "
                + "Numbers of different machines are not compared; accept runs of this one.");
        }

        if (calibration is null)
        {
            return Inconclusive("the machine's speed was not calibrated around the load, so the numbers can't be compared.");
        }

        if (runs.Count < HistoryJudge.RunsNeeded)
        {
            return Inconclusive(VerdictText.Invariant(
                $"the baseline holds {runs.Count} runs of this benchmark on this machine class, {HistoryJudge.RunsNeeded} are needed; accept more runs."));
        }

        return CheckSpeed(runs, calibration, tolerance);
    }

    private static Verdict? CheckSpeed(IReadOnlyList<BaselineRun> runs, Calibration calibration, double tolerance)
    {
        if (calibration.Drift > tolerance)
        {
            return Invalid(VerdictText.Invariant(
                $"the machine's speed changed by {calibration.Drift * 100:0} % during the load ({calibration.BeforeNs:0} ns per unit before, {calibration.AfterNs:0} ns after), more than {tolerance * 100:0} %. Run again on a quieter machine."));
        }

        var usual = RobustStatistics.Median([.. runs.Select(run => run.CalibrationNs)]);
        var ratio = calibration.UnitNs / usual;
        return Math.Max(ratio, 1 / ratio) - 1 > tolerance
            ? Invalid(VerdictText.Invariant(
                $"the machine runs at {100 / ratio:0} % of its usual speed ({calibration.UnitNs:0} ns per unit, usually {usual:0} ns). Run again on a quieter machine."))
            : null;
    }

    private static Verdict Inconclusive(string reason) => new() { Outcome = VerdictOutcome.Inconclusive, Reason = reason };

    private static Verdict Invalid(string reason) => new() { Outcome = VerdictOutcome.EnvironmentInvalid, Reason = reason };
}
