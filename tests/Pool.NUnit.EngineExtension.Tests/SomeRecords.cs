using Pool.Reporting.Machines;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.NUnit.EngineExtension.Tests;

/// <summary>Writes the records of a small run.</summary>
internal static class SomeRecords
{
    internal static void Write(string reportDirectory, int processId, string runId = "run-1", bool completed = false)
    {
        using var writer = RecordWriter.Create(reportDirectory, new RunHeader
        {
            RunId = runId,
            Assembly = FormattableString.Invariant($"My.Tests.{processId}"),
            ProcessId = processId,
            StartedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Machine = MachineReader.Read(),
            PackageVersion = PackageVersion.Reporting,
        });
        writer.Append(new TestRecord
        {
            TestName = "My.Tests.Works",
            ShortName = "Works",
            Assembly = "My.Tests",
            Layer = "Mock",
            Outcome = TestOutcome.Passed,
            DurationMs = 1,
            Seed = 1,
        });
        if (completed)
        {
            writer.Complete(new DateTimeOffset(2026, 3, 1, 12, 1, 0, TimeSpan.Zero));
        }
    }
}
