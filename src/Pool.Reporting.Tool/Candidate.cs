using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;
using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tool;

/// <summary>A benchmark of a run that may become part of a baseline.</summary>
internal sealed record Candidate(string Benchmark, MachineFingerprint Machine, BaselineRun Run, (string Reason, int Code)? Refusal)
{
    /// <summary>
    /// One candidate per benchmark and host; of repetitions in one host the last, since they share the run's luck.
    /// </summary>
    internal static IEnumerable<Candidate> Of(RunRecords records) =>
        from host in records.Hosts
        where host.Header is not null
        from repetitions in host.Tests
            .Where(test => test.Load?.Calibration is not null)
            .GroupBy(test => test.TestName, StringComparer.Ordinal)
        let test = repetitions.Last()
        let metrics = test.Load!.ToMetrics()
        where metrics != new BenchmarkMetrics()
        select Of(host.Header!, test, metrics);

    private static Candidate Of(RunHeader header, TestRecord test, BenchmarkMetrics metrics) => new(
        test.TestName,
        header.Machine,
        new BaselineRun
        {
            RunId = header.RunId,
            MeasuredAt = header.StartedAt,
            Version = header.PackageVersion,
            CalibrationNs = test.Load!.Calibration!.UnitNs,
            Metrics = metrics,
        },
        RefusalOf(test));

    private static (string Reason, int Code)? RefusalOf(TestRecord test)
    {
        if (test.Verdict is { Outcome: VerdictOutcome.Regressed or VerdictOutcome.EnvironmentInvalid } verdict)
        {
            return ($"{verdict.Outcome}, {verdict.Reason}", ExitCode.Regressed);
        }

        if (test.Load!.Thresholds.FirstOrDefault(result => !result.Passed) is { } broken)
        {
            return ($"threshold {broken.Message}", ExitCode.ThresholdsFailed);
        }

        return test.Outcome == TestOutcome.Failed
            ? ($"the test failed: {test.Message?.Split('\n')[0]}", ExitCode.BadInput)
            : null;
    }
}
