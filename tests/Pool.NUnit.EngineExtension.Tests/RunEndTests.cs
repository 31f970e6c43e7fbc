using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.NUnit.EngineExtension.Tests;

internal sealed class RunEndTests
{
    private const int Self = 77;

    [Test]
    public void Each_work_directory_with_records_gets_its_report()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.File("a", "pool-report"), Self);
        Directory.CreateDirectory(directory.File("b"));

        var written = End().WriteReports([directory.File("a"), directory.File("b")]);

        written.ShouldHaveSingleItem().HtmlPath.ShouldBe(directory.File("a", "pool-report", "report.html"));
        Directory.GetFileSystemEntries(directory.File("b")).ShouldBeEmpty();
    }

    [Test]
    public void A_configured_report_directory_is_rendered_once_for_all_assemblies()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.Path, Self);

        End(directory.Path).WriteReports(["/runs/a", "/runs/b"]).ShouldHaveSingleItem().HtmlPath
            .ShouldBe(directory.File("report.html"));
    }

    [Test]
    public void A_directory_that_the_settings_of_the_run_name_is_rendered()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.Path, Self);
        RunEnd end = new(PackageVersion.Reporting, Self, _ => null, directory.Path);

        end.WriteReports(["/runs/a"]).ShouldHaveSingleItem().HtmlPath.ShouldBe(directory.File("report.html"));
    }

    [Test]
    public void The_host_that_renders_counts_as_finished()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.Path, Self);

        var report = End(directory.Path).WriteReports(["/work"]).ShouldHaveSingleItem().Report;

        report.Hosts.ShouldHaveSingleItem().State.ShouldBe(HostState.Completed);
        report.Problems.ShouldBeEmpty();
    }

    [Test]
    public void All_hosts_of_one_run_are_in_the_report_and_a_killed_one_is_named()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.Path, Self);
        SomeRecords.Write(directory.Path, int.MaxValue);
        SomeRecords.Write(directory.Path, 5, runId: "run-0");

        var report = End(directory.Path, "run-1").WriteReports(["/work"]).ShouldHaveSingleItem().Report;

        report.Hosts.Count.ShouldBe(2);
        report.Problems.ShouldHaveSingleItem().ShouldContain("ended without finishing");
    }

    [Test]
    public void An_extension_of_another_version_is_a_problem_in_the_report()
    {
        using var directory = new TemporaryDirectory();
        SomeRecords.Write(directory.Path, Self);

        var end = new RunEnd("9.9.9", Self, Environment(directory.Path, null));

        end.WriteReports(["/work"]).ShouldHaveSingleItem().Report.Problems.ShouldHaveSingleItem()
            .ShouldContain($"version 9.9.9, but Pool.Reporting is of version {PackageVersion.Reporting}");
    }

    private static RunEnd End(string? reportDirectory = null, string? runId = null) =>
        new(PackageVersion.Reporting, Self, Environment(reportDirectory, runId));

    private static Func<string, string?> Environment(string? reportDirectory, string? runId) => name => name switch
    {
        ReportLocation.DirectoryVariable => reportDirectory,
        ReportLocation.RunIdVariable => runId,
        _ => null,
    };
}
