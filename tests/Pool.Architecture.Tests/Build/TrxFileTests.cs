namespace Pool.Architecture.Tests.Build;

internal sealed class TrxFileTests
{
    [Test]
    public void Every_outcome_is_counted_once()
    {
        TestTotals totals = Read("Passed", "Passed", "Failed", "NotExecuted", "Inconclusive", "Timeout");

        totals.ToString().ShouldBe("2 passed, 2 failed, 2 skipped");
        totals.Failures.ShouldBe(["test 3 (Failed)", "test 6 (Timeout)"]);
    }

    [Test]
    public void Project_without_results_is_a_failure_that_names_it() =>
        TrxFile.Read("artifacts/Some.Tests.trx", exitCode: 0, isFiltered: false).Failures.ShouldBe(["Some.Tests: no test ran"]);

    [Test]
    public void Project_in_which_a_filter_finds_nothing_adds_nothing() =>
        TrxFile.Read("artifacts/Some.Tests.trx", exitCode: 0, isFiltered: true).Count.ShouldBe(0);

    [TestCase(true)]
    [TestCase(false)]
    public void Run_that_broke_off_is_a_failure_although_every_result_passed(bool isFiltered)
    {
        TestTotals totals = Read(exitCode: 134, isFiltered, "Passed");

        totals.Passed.ShouldBe(1);
        totals.Failures.ShouldHaveSingleItem().ShouldContain("broke off with exit code 134");
    }

    [Test]
    public void Failed_tests_are_not_counted_again_by_the_exit_code() =>
        Read(exitCode: 1, isFiltered: false, "Failed", "Passed").ToString().ShouldBe("1 passed, 1 failed, 0 skipped");

    [Test]
    public void Totals_of_several_runs_add_up() =>
        Read("Passed", "Failed").Plus(Read("Passed", "NotExecuted")).ToString().ShouldBe("2 passed, 1 failed, 1 skipped");

    private static TestTotals Read(params string[] outcomes) => Read(exitCode: 0, isFiltered: false, outcomes);

    private static TestTotals Read(int exitCode, bool isFiltered, params string[] outcomes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.trx");
        string results = string.Concat(outcomes.Select((outcome, index) =>
            $"""<UnitTestResult testName="test {index + 1} ({outcome})" outcome="{outcome}" />"""));
        File.WriteAllText(path, $"""<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>{results}</Results></TestRun>""");
        try
        {
            return TrxFile.Read(path, exitCode, isFiltered);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
