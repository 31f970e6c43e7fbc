using Pool.Reporting.Machines;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.NUnit.EngineExtension.Specimens;

/// <summary>Records what the plugin would, in a host that NUnit's engine and the extension run in for real.</summary>
internal sealed class RecordSpecimen
{
    [Test]
    public void Writes_a_record_and_tells_what_it_saw_of_the_extension()
    {
        var directory = ReportLocation.Resolve(TestContext.CurrentContext.WorkDirectory);
        using var writer = RecordWriter.Create(directory, new RunHeader
        {
            RunId = "specimen",
            Assembly = "Pool.NUnit.EngineExtension.Specimens",
            ProcessId = Environment.ProcessId,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Machine = MachineReader.Read(),
            PackageVersion = PackageVersion.Reporting,
        });
        writer.Append(new TestRecord
        {
            TestName = TestContext.CurrentContext.Test.FullName,
            ShortName = TestContext.CurrentContext.Test.Name,
            Assembly = "Pool.NUnit.EngineExtension.Specimens",
            Layer = "Mock",
            Outcome = TestOutcome.Passed,
            Message = $"extension {EngineExtensionMarker.Read() ?? "missing"}",
            DurationMs = 1.5,
            Seed = 42,
        });
        EngineExtensionMarker.Read().ShouldBe(PackageVersion.Reporting);
    }
}
