using System.Globalization;
using Pool.NUnit.Isolation.Load;
using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;
using Pool.Reporting.Measurement;
using Pool.Reporting.Records;
using Pool.Reporting.Thresholds;
using Pool.Reporting.Verdicts;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Judges a load: did it measure anything, did it keep its thresholds, is it slower than the baseline.</summary>
internal static class LoadJudge
{
    public static PerformanceOutcome Judge(
        LoadOutcome outcome, PerformanceAttribute attribute, string benchmark, Calibration calibration, MachineFingerprint machine, string directory)
    {
        LoadMeasurement load = outcome.Measurement;
        List<string> failures = [];
        if (outcome.HungClients > 0)
        {
            failures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.HungClients} of {attribute.Clients} clients hung in an operation, in the warm-up or long after the load was over, so nothing was measured. Pass LoadContext.CancellationToken or a timeout to what the operation awaits."));
            return new PerformanceOutcome(null, null, failures);
        }

        if (load.Total.Successes.Count == 0)
        {
            failures.Add(string.Create(
                CultureInfo.InvariantCulture, $"No operation succeeded; {load.Total.FailureCount} failed."));
        }

        IReadOnlyList<ThresholdResult> thresholds = ThresholdEvaluator.Evaluate(ThresholdParser.Parse(attribute.Thresholds ?? ""), load);
        failures.AddRange(thresholds.Where(static t => !t.Passed).Select(static t => $"Threshold {t.Message}."));
        Verdict verdict = Compare(load, benchmark, calibration, machine, directory);
        if (verdict.FailsTest && attribute.FailOnRegression)
        {
            failures.Add($"Regressed against {Baseline.FileName}: {verdict.Reason}");
        }

        if (failures.Count > 0 && outcome.FirstErrors.Count > 0)
        {
            failures.Add("First error of each type: " + string.Join("; ", outcome.FirstErrors
                .OrderBy(static e => e.Key, StringComparer.Ordinal)
                .Select(static e => $"{e.Key}: {e.Value.Message.Trim().TrimEnd('.')}")) + ".");
        }

        return new PerformanceOutcome(LoadRecord.From(load, thresholds, calibration), verdict, failures);
    }

    private static Verdict Compare(
        LoadMeasurement load, string benchmark, Calibration calibration, MachineFingerprint machine, string directory)
    {
        try
        {
            Baseline? baseline = BaselineFile.Load(Path.Combine(directory, Baseline.FileName));
            return HistoryJudge.Judge(baseline, machine, benchmark, Metrics(load), calibration);
        }
        catch (Exception error) when (error is BaselineFormatException or IOException or UnauthorizedAccessException)
        {
            return new Verdict { Outcome = VerdictOutcome.Inconclusive, Reason = error.Message };
        }
    }

    private static BenchmarkMetrics Metrics(LoadMeasurement load) => new()
    {
        Throughput = load.Total.Successes.Count > 0 ? load.Throughput : null,
        P50Ms = Quantile(load, 0.5),
        P90Ms = Quantile(load, 0.9),
        P99Ms = Quantile(load, 0.99),
    };

    private static double? Quantile(LoadMeasurement load, double quantile) =>
        load.Total.Successes.TryQuantile(quantile, out QuantileEstimate estimate) && estimate.IsSupported ? estimate.Milliseconds : null;
}
