using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class RunReportTests
{
    [Test]
    public void Tests_are_counted_by_outcome() =>
        SampleReport.Create().Totals.ShouldBe(new ReportTotals(Tests: 5, Passed: 3, Failed: 1, Skipped: 1));

    [Test]
    public void Tests_are_in_order_of_assembly_and_name_whatever_order_they_ended_in()
    {
        var tests = SampleReport.Tests();
        var forward = RunReport.From(new RunRecords { Hosts = [Some.Host(tests)] });
        var backward = RunReport.From(new RunRecords { Hosts = [Some.Host([.. tests.Reverse()])] });

        backward.Tests.Select(test => test.TestName).ShouldBe(forward.Tests.Select(test => test.TestName));
        forward.Tests[0].ShortName.ShouldBe("Survives");
    }

    [Test]
    public void A_host_that_died_is_a_problem_and_its_tests_are_kept()
    {
        var report = RunReport.From(new RunRecords { Hosts = [Some.Host(Some.Test) with { State = HostState.Died, Footer = null }] });

        report.Tests.Count.ShouldBe(1);
        report.Problems.ShouldHaveSingleItem().ShouldContain("My.Tests (process 4711) ended without finishing");
    }

    [TestCase(HostState.Running)]
    [TestCase(HostState.Completed)]
    public void A_host_that_runs_or_finished_is_no_problem(HostState state) =>
        RunReport.From(new RunRecords { Hosts = [Some.Host(Some.Test) with { State = state }] }).Problems.ShouldBeEmpty();

    [Test]
    public void Another_version_of_the_plugin_is_a_problem_that_names_both()
    {
        var host = Some.Host(Some.Test) with { Header = Some.Header with { PackageVersion = "9.9.9" } };

        RunReport.From(new RunRecords { Hosts = [host] }).Problems.ShouldHaveSingleItem()
            .ShouldContain($"9.9.9, but this report is made by Pool.Reporting {PackageVersion.Reporting}");
    }

    [Test]
    public void Problems_of_directory_and_hosts_are_all_there_once()
    {
        var host = Some.Host(Some.Test) with { Problems = ["b", "b"] };

        RunReport.From(new RunRecords { Hosts = [host], Problems = ["a"] }).Problems.ShouldBe(["a", "b"]);
    }

    [Test]
    public void A_run_without_readable_headers_still_makes_a_report()
    {
        var report = RunReport.From(new RunRecords { Hosts = [Some.Host(Some.Test) with { Header = null }] });

        report.StartedAt.ShouldBeNull();
        HtmlReport.Render(report).ShouldContain("started unknown");
    }
}
