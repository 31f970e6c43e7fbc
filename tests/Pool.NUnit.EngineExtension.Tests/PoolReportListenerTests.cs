using Pool.Reporting.Reports;

namespace Pool.NUnit.EngineExtension.Tests;

internal sealed class PoolReportListenerTests
{
    [Test]
    public void A_created_listener_can_be_noticed_with_its_version()
    {
        _ = new PoolReportListener(TextWriter.Null, TextWriter.Null);

        EngineExtensionMarker.Read().ShouldBe(PackageVersion.Of(typeof(PoolReportListener).Assembly));
    }

    [TestCase("<start-run count='1'/>")]
    [TestCase("<test-case name='a'/>")]
    [TestCase("<test-suite type='Assembly'/>")]
    [TestCase("")]
    public void Events_before_the_end_are_ignored(string report)
    {
        var said = new StringWriter();

        new PoolReportListener(said, said).OnTestEvent(report);

        said.ToString().ShouldBeEmpty();
    }

    [TestCase("<test-run")]
    [TestCase("<test-run><!DOCTYPE x></test-run>")]
    public void A_fault_of_its_own_is_said_and_never_thrown(string report)
    {
        var errors = new StringWriter();

        Should.NotThrow(() => new PoolReportListener(TextWriter.Null, errors).OnTestEvent(report));

        errors.ToString().ShouldContain("Pool's report could not be written");
        errors.ToString().ShouldContain("outcome are not affected");
    }

    [Test]
    public void A_run_without_records_says_nothing_and_writes_nothing()
    {
        using var directory = new TemporaryDirectory();
        var said = new StringWriter();

        new PoolReportListener(said, said).OnTestEvent(End(directory.Path));

        said.ToString().ShouldBeEmpty();
        Directory.GetFileSystemEntries(directory.Path).ShouldBeEmpty();
    }

    [Test]
    public void The_end_of_a_run_with_records_writes_the_report_and_prints_its_summary()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.File("pool-report"), Environment.ProcessId);
        var output = new StringWriter();

        new PoolReportListener(output, TextWriter.Null).OnTestEvent(End(directory.Path));

        output.ToString().ShouldContain("1 isolated test, 1 passed");
        output.ToString().ShouldContain(directory.File("pool-report", "report.html"));
        File.Exists(directory.File("pool-report", "report.html")).ShouldBeTrue();
    }

    private static string End(string workDirectory) =>
        $"<test-run id='2'><test-suite type='Assembly'><settings><setting name='WorkDirectory' value='{workDirectory}'/></settings></test-suite></test-run>";
}
