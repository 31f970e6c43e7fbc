using Pool.Reporting.Reports;

namespace Pool.Reporting.Tool;

/// <summary>Turns a report into an exit code. A regression counts more than a threshold.</summary>
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

        return report.Tests.Any(test => test.Load?.Thresholds.Any(result => !result.Passed) == true)
            ? ExitCode.ThresholdsFailed
            : ExitCode.Ok;
    }
}
