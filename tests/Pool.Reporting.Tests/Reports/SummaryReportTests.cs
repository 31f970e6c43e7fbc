using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class SummaryReportTests
{
    [Test]
    public void The_summary_tells_layers_faults_speed_verdict_and_path()
    {
        var text = SummaryReport.Render(SampleReport.Create(), "/reports/report.html");

        text.ShouldContain("Pool report: 5 isolated tests, 3 passed, 1 failed, 1 skipped.");
        text.ShouldContain("Full   3 tests   real worker processes (CPython 3.11.7)");
        text.ShouldContain("Breaks: Expected 3 but was 4 ... (replay with POOL_SEED=42)");
        text.ShouldContain("worker-2 (process 31337) was killed with SIGKILL; the pool was whole again after 213 ms");
        text.ShouldContain("worker-3 (process 31337) was killed with SIGKILL; the pool was NOT seen whole again");
        text.ShouldContain("Load_holds: 2,000 operations per second by 50 clients over 2 s, 0.025 % errors");
        text.ShouldContain("half took at most 5.78 ms (p50); 99 of 100 took at most 74.6 ms (p99)");
        text.ShouldContain("read.p50 < 1us: NOT kept");
        text.ShouldContain("compared with the baseline: Regressed, p50 is 20 % slower");
        text.ShouldEndWith("Full report: /reports/report.html\n");
    }

    [Test]
    public void What_did_not_happen_is_not_mentioned()
    {
        var text = SummaryReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(Some.Test)] }), null);

        text.ShouldBe(
            "Pool report: 1 isolated test, 1 passed, 0 failed, 0 skipped.\n\nWhat ran\n"
            + "  Mock   1 test    workers simulated in the test's own process\n");
    }

    [Test]
    public void A_quantile_of_too_few_operations_is_not_made_up()
    {
        var test = Some.Test with { Load = Some.Load(operations: 60) };

        SummaryReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(test)] }), null)
            .ShouldContain("(p50); p99: too few operations (120 of the 1,000 it needs)");
    }

    [Test]
    public void Foreign_text_can_not_steer_the_terminal()
    {
        var evil = Some.Test with { Outcome = TestOutcome.Failed, ShortName = "a\u001b[2Jb", Message = "\u001b]0;x\u0007\u009b31m" };

        SummaryReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(evil)] }), null)
            .Replace("\n", "").Any(char.IsControl).ShouldBeFalse();
    }

    [Test]
    public void Problems_with_the_run_are_told()
    {
        var host = Some.Host(Some.Test) with { State = HostState.Died };

        SummaryReport.Render(RunReport.From(new RunRecords { Hosts = [host] }), null)
            .ShouldContain("Problems with the run itself\n  The test host of My.Tests (process 4711) ended without finishing");
    }
}
