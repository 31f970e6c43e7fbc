using Pool.Reporting.Machines;
using Pool.Reporting.Measurement;
using Pool.Reporting.Records;
using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Tests;

/// <summary>Valid records to start from; a test changes what it is about.</summary>
internal static class Some
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static MachineFingerprint Machine => new()
    {
        Cpu = "Model X",
        LogicalCpus = 2,
        Architecture = "X64",
        OperatingSystem = "Linux",
        Hypervisor = true,
        RuntimeMajor = 10,
    };

    internal static RunHeader Header => new()
    {
        RunId = "run-1",
        Assembly = "My.Tests",
        ProcessId = 4711,
        StartedAt = Start,
        Machine = Machine,
        PackageVersion = Reporting.Reports.PackageVersion.Reporting,
    };

    internal static TestRecord Test => new()
    {
        TestName = "My.Tests.Fixture.Works",
        ShortName = "Works",
        Assembly = "My.Tests",
        Categories = ["Unit"],
        Layer = "Mock",
        Outcome = TestOutcome.Passed,
        DurationMs = 12.5,
        SetupUs = 900,
        TeardownUs = 300,
        Seed = 42,
    };

    internal static FaultEvidence Kill => new()
    {
        Kind = "WorkerCrash",
        Evidence = EvidenceKind.Real,
        WorkerId = "worker-2",
        ProcessId = 31337,
        Signal = "SIGKILL",
        ExitStatus = 137,
        InjectedAtMs = 1_000,
        ObservedDeadMs = 1.2,
        RecoveredMs = 213,
    };

    internal static LoadRecord Load(string thresholds = "", int operations = 2_000, int seed = 7)
    {
        var random = new Random(seed);
        var read = new OperationMeasurement("read");
        var write = new OperationMeasurement("write");
        for (var i = 0; i < operations; i++)
        {
            read.RecordSuccess((long)(1e6 * Math.Exp(random.NextDouble() * 2)));
            write.RecordSuccess((long)(4e6 * Math.Exp(random.NextDouble() * 3)));
        }

        write.RecordFailure("TimeoutException", 90_000_000);
        var load = LoadMeasurement.Create(50, 100, TimeSpan.FromSeconds(2), [read, write]);
        return LoadRecord.From(
            load,
            ThresholdEvaluator.Evaluate(ThresholdParser.Parse(thresholds), load),
            new Calibration { BeforeNs = 200_000, AfterNs = 202_000 });
    }

    internal static HostRecords Host(params TestRecord[] tests) => new()
    {
        FileName = "My.Tests-4711.jsonl",
        Assembly = "My.Tests",
        Header = Header,
        Footer = new RunFooter { CompletedAt = Start.AddSeconds(30) },
        State = HostState.Completed,
        Tests = tests,
    };
}
