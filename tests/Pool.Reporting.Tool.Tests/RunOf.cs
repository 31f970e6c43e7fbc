using Pool.Reporting.Machines;
using Pool.Reporting.Measurement;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;
using Pool.Reporting.Thresholds;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tool.Tests;

/// <summary>Writes the records of a run with one benchmark.</summary>
internal static class RunOf
{
    internal const string Benchmark = "My.Tests.Speed.Load_holds";

    internal static MachineFingerprint Machine => new()
    {
        Cpu = "Model X",
        LogicalCpus = 2,
        Architecture = "X64",
        OperatingSystem = "Linux",
        RuntimeMajor = 10,
    };

    internal static void Load(
        string reportDirectory,
        VerdictOutcome verdict = VerdictOutcome.Inconclusive,
        bool thresholdsKept = true,
        bool calibrated = true,
        bool completed = true,
        params ReadOnlySpan<TestOutcome> others)
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        using var writer = RecordWriter.Create(reportDirectory, new RunHeader
        {
            RunId = "run-1",
            Assembly = "My.Tests",
            ProcessId = int.MaxValue,
            StartedAt = start,
            Machine = Machine,
            PackageVersion = PackageVersion.Reporting,
        });
        writer.Append(new TestRecord
        {
            TestName = Benchmark,
            ShortName = "Load_holds",
            Assembly = "My.Tests",
            Layer = "Mock",
            Outcome = TestOutcome.Passed,
            DurationMs = 2_100,
            Seed = 1,
            Load = LoadOf(thresholdsKept ? "p99 < 1s" : "p99 < 1ns", calibrated),
            Verdict = new Verdict { Outcome = verdict, Reason = "made up" },
        });
        foreach (var outcome in others)
        {
            writer.Append(new TestRecord
            {
                TestName = "My.Tests.Other",
                ShortName = "Other",
                Assembly = "My.Tests",
                Layer = "Mock",
                Outcome = outcome,
                DurationMs = 1,
                Seed = 1,
            });
        }

        if (completed)
        {
            writer.Complete(start.AddSeconds(3));
        }
    }

    private static LoadRecord LoadOf(string thresholds, bool calibrated)
    {
        var operation = new OperationMeasurement("call");
        for (var i = 0; i < 2_000; i++)
        {
            operation.RecordSuccess(4_000_000 + (i * 100));
        }

        var load = LoadMeasurement.Create(4, 10, TimeSpan.FromSeconds(2), [operation]);
        return LoadRecord.From(
            load,
            ThresholdEvaluator.Evaluate(ThresholdParser.Parse(thresholds), load),
            calibrated ? new Calibration { BeforeNs = 200_000, AfterNs = 200_000 } : null);
    }
}
