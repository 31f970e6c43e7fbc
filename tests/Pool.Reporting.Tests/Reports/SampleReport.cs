using Pool.Reporting.Records;
using Pool.Reporting.Reports;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tests.Reports;

/// <summary>A run with one of everything.</summary>
internal static class SampleReport
{
    internal static RunReport Create() => RunReport.From(new RunRecords { Hosts = [Some.Host(Tests())] });

    internal static TestRecord[] Tests() =>
    [
        Some.Test,
        Some.Test with
        {
            TestName = "My.Tests.Fixture.Breaks",
            ShortName = "Breaks",
            Layer = "Bridge",
            Outcome = TestOutcome.Failed,
            Message = "Expected 3 but was 4\nat line 7",
        },
        Some.Test with
        {
            TestName = "My.Tests.Crash.Survives",
            ShortName = "Survives",
            Layer = "Full",
            WorkerKind = "CPython 3.11.7",
            Faults = [Some.Kill, Some.Kill with { WorkerId = "worker-3", RecoveredMs = null }],
            Chaos = new ChaosSummary { Planned = 2, Fired = 2, SuccessRate = 0.975, Calls = 400 },
        },
        Some.Test with
        {
            TestName = "My.Tests.Speed.Load_holds",
            ShortName = "Load_holds",
            Layer = "Full",
            WorkerKind = "CPython 3.11.7",
            Load = Some.Load("p99 < 500ms; read.p50 < 1us"),
            Verdict = new Verdict
            {
                Outcome = VerdictOutcome.Regressed,
                Reason = "p50 is 20 % slower than the baseline's median.",
                Metrics =
                [
                    new MetricVerdict
                    {
                        Metric = "p50", Outcome = VerdictOutcome.Regressed, Gates = true, Change = 0.2, Noise = 0.03, Floor = 0.05, BaselineRuns = 12,
                    },
                ],
            },
        },
        Some.Test with { TestName = "My.Tests.Fixture.Waits", ShortName = "Waits", Layer = "Full", Outcome = TestOutcome.Skipped, Message = "TEST_MODE is mock_adapter" },
    ];
}
