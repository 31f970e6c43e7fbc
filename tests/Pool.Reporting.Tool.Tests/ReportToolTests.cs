using Pool.Reporting.Baselines;
using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tool.Tests;

internal sealed class ReportToolTests
{
    [Test]
    public void Render_writes_the_reports_of_a_killed_host_and_names_them()
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path, completed: false);

        var (code, output, _) = Run("render", directory.Path);

        code.ShouldBe(ExitCode.Ok);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            [directory.File("report.html"), directory.File("report.md"), directory.File("report.json")]);
        File.ReadAllText(directory.File("report.md")).ShouldContain("ended without finishing");
    }

    [Test]
    public void Summary_prints_the_run_and_the_report_when_there_is_one()
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path);

        Run("summary", directory.Path).Output.ShouldNotContain("Full report");
        Run("render", directory.Path);
        var (code, output, _) = Run("summary", directory.Path);

        code.ShouldBe(ExitCode.Ok);
        output.ShouldContain("Load_holds: 1,000 operations per second by 4 clients");
        output.ShouldContain($"Full report: {directory.File("report.html")}");
    }

    [TestCase(VerdictOutcome.Equivalent, true, ExitCode.Ok)]
    [TestCase(VerdictOutcome.EnvironmentInvalid, true, ExitCode.Ok)]
    [TestCase(VerdictOutcome.Regressed, true, ExitCode.Regressed)]
    [TestCase(VerdictOutcome.Regressed, false, ExitCode.Regressed)]
    [TestCase(VerdictOutcome.Equivalent, false, ExitCode.ThresholdsFailed)]
    public void The_gate_returns_the_documented_codes(VerdictOutcome verdict, bool kept, int expected)
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path, verdict, kept);

        Run("summary", directory.Path, "--gate").Code.ShouldBe(expected);
        Run("render", directory.Path, "--gate").Code.ShouldBe(expected);
        Run("summary", directory.Path).Code.ShouldBe(ExitCode.Ok);
    }

    [TestCase(ExitCode.TestsFailed, TestOutcome.Failed)]
    [TestCase(ExitCode.TestsFailed, TestOutcome.Passed, TestOutcome.Failed)]
    [TestCase(ExitCode.Ok, TestOutcome.Failed, TestOutcome.Passed)]
    public void The_gate_holds_back_a_run_whose_test_failed_at_its_last_try(int expected, params TestOutcome[] tries)
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path, others: tries);

        Run("summary", directory.Path, "--gate").Code.ShouldBe(expected);
    }

    [Test]
    public void The_gate_holds_back_a_run_whose_host_did_not_finish()
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path, completed: false);

        Run("render", directory.Path, "--gate").Code.ShouldBe(ExitCode.TestsFailed);
    }

    [TestCase("render")]
    [TestCase("summary")]
    [TestCase("accept")]
    public void A_directory_without_records_is_bad_input_and_is_named(string command)
    {
        using var directory = new TemporaryDirectory();

        var (code, _, errors) = Run([command, directory.Path, .. command is "accept" ? ["--baseline", "x.json"] : Array.Empty<string>()]);

        code.ShouldBe(ExitCode.BadInput);
        errors.ShouldContain($"{directory.Path} holds no records");
    }

    [TestCase("render")]
    [TestCase("summary")]
    public void An_unknown_run_is_bad_input(string command)
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path);

        var (code, _, errors) = Run(command, directory.Path, "--run-id", "nope");

        code.ShouldBe(ExitCode.BadInput);
        errors.ShouldContain("no records of run 'nope'");
    }

    [TestCase("accept", "somewhere")]
    [TestCase("unknown")]
    [TestCase("render")]
    public void A_wrong_command_line_is_bad_input(params string[] args)
    {
        var (code, _, errors) = Run(args);

        code.ShouldBe(ExitCode.BadInput);
        errors.ShouldNotBeEmpty();
    }

    [Test]
    public void Accepting_a_run_adds_its_benchmarks_once()
    {
        using var directory = new TemporaryDirectory();
        var baseline = directory.File("poolbaseline.json");
        RunOf.Load(directory.Path);

        Run("accept", directory.Path, "--baseline", baseline).Code.ShouldBe(ExitCode.Ok);
        var (code, output, _) = Run("accept", directory.Path, "--baseline", baseline);

        code.ShouldBe(ExitCode.Ok);
        output.ShouldContain("accepted, 1 of at most 30 runs");
        var run = BaselineFile.Load(baseline)!.RunsOf(RunOf.Machine.MachineClass, RunOf.Benchmark).ShouldHaveSingleItem();
        run.RunId.ShouldBe("run-1");
        run.CalibrationNs.ShouldBe(200_000, 1e-6);
        run.Metrics.Throughput.ShouldBe(1_000);
        run.Metrics.P99Ms.ShouldNotBeNull();
    }

    [TestCase(VerdictOutcome.Regressed, true, ExitCode.Regressed, "Regressed")]
    [TestCase(VerdictOutcome.EnvironmentInvalid, true, ExitCode.Regressed, "EnvironmentInvalid")]
    [TestCase(VerdictOutcome.Equivalent, false, ExitCode.ThresholdsFailed, "threshold p99 < 1ns")]
    public void What_is_no_good_is_refused_unless_forced(VerdictOutcome verdict, bool kept, int expected, string reason)
    {
        using var directory = new TemporaryDirectory();
        var baseline = directory.File("poolbaseline.json");
        RunOf.Load(directory.Path, verdict, kept);

        var (code, _, errors) = Run("accept", directory.Path, "--baseline", baseline);
        code.ShouldBe(expected);
        errors.ShouldContain(reason);
        File.Exists(baseline).ShouldBeFalse();

        Run("accept", directory.Path, "--baseline", baseline, "--force").Code.ShouldBe(ExitCode.Ok);
        BaselineFile.Load(baseline)!.Machines.Count.ShouldBe(1);
    }

    [Test]
    public void A_load_without_calibration_can_not_be_accepted()
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path, calibrated: false);

        var (code, _, errors) = Run("accept", directory.Path, "--baseline", directory.File("b.json"));

        code.ShouldBe(ExitCode.BadInput);
        errors.ShouldContain("no benchmark that can be accepted");
    }

    [Test]
    public void A_broken_baseline_is_bad_input_and_stays_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        RunOf.Load(directory.Path);
        File.WriteAllText(directory.File("b.json"), "oops");

        var (code, _, errors) = Run("accept", directory.Path, "--baseline", directory.File("b.json"));

        code.ShouldBe(ExitCode.BadInput);
        errors.ShouldContain("b.json, line 1");
        File.ReadAllText(directory.File("b.json")).ShouldBe("oops");
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var errors = new StringWriter { NewLine = "\n" };
        return (new ReportTool(output, errors).Run(args), output.ToString(), errors.ToString());
    }
}
