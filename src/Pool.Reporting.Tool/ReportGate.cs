using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tool;

/// <summary>Turns a report into an exit code: a regression counts more than a threshold, that more than any other failure.</summary>
internal static class ReportGate
{
    internal static int CodeOf(RunReport report, bool gate)
    {
        if (!gate)
        {
            return ExitCode.Ok;
        }

        if (report.Tests.Any(test => test.Verdict?.FailsTest == true))
        {
            return ExitCode.Regressed;
        }

        if (report.Tests.Any(test => test.Load?.Thresholds.Any(result => !result.Passed) == true))
        {
            return ExitCode.ThresholdsFailed;
        }

        return report.Hosts.Any(host => host.State == HostState.Died) || Last(report).Any(test => test.Outcome == TestOutcome.Failed)
            ? ExitCode.TestsFailed
            : ExitCode.Ok;
    }

    // A test that was retried left a record of each try, and the last one decides, as it did in NUnit.
    private static IEnumerable<TestRecord> Last(RunReport report) =>
        report.Tests.GroupBy(test => (test.Assembly, test.TestName)).Select(tries => tries.Last());
}
