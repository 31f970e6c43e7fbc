using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>
/// Every way of writing an isolated test, on each version of NUnit and in each host: one case, and one environment for each run
/// of it. What the tests themselves look at is in the specimens.
/// </summary>
[TestFixture("Pool.NUnit.Isolation.Shapes", false)]
[TestFixture("Pool.NUnit.Isolation.Shapes", true)]
[TestFixture("Pool.NUnit.Isolation.Shapes.NUnit5", false)]
[TestFixture("Pool.NUnit.Isolation.Shapes.NUnit5", true)]
internal sealed class ShapeTests(string project, bool platform)
{
    // How many cases of the method pass, each in an environment of its own.
    private static readonly (string Method, int Environments)[] Passing =
    [
        ("Assembly_test", 1), ("Assembly_cases", 2),
        ("Fixture_test", 1), ("Fixture_cases", 2), ("Fixture_source", 2), ("Fixture_values", 2), ("Fixture_method_says_otherwise", 1),
        ("Fixture_chaos", 1), ("Fixture_cancel_after", 1), ("Fixture_attribute_repeated", 1),
        ("Inherited_fixture_test", 1), ("Inherited_fixture_virtual", 1), ("Inherited_fixture_overridden", 1), ("Inherited_fixture_own_test", 1),
        ("Generic_fixture", 2), ("Generic_method", 4),
        ("Method_without_parameters", 1), ("Method_with_everything_injected", 1), ("Method_with_cases", 2), ("Method_with_case_source", 2),
        ("Method_with_values", 2), ("Method_with_range", 3), ("Method_with_theory", 2), ("Method_with_expected_result", 1),
        ("Method_with_awaited_result", 1), ("Method_repeated", 3), ("Method_with_cancel_after", 1), ("Method_alone", 1),
        ("Method_with_max_time", 1), ("Method_with_hard_timeout", 1), ("Method_chaos", 1), ("Method_performance", 1), ("Method_all_three", 1),
        ("Method_two_attributes", 1),
        ("Shared_instance_first", 1), ("Shared_instance_second", 1),
    ];

    private ShapeRun _run = null!;

    private static IEnumerable<TestCaseData> Shapes() => Passing.Select(static shape => new TestCaseData(shape.Method, shape.Environments));

    [OneTimeSetUp]
    public async Task RunAsync() => _run = await ShapeRun.StartAsync(project, platform);

    [TestCaseSource(nameof(Shapes))]
    public void Shape_passes_with_one_environment_for_each_run_of_a_case(string method, int environments)
    {
        TestRecord[] records = RecordsOf(method);
        records.Length.ShouldBe(environments);
        records.ShouldAllBe(static record => record.Outcome == TestOutcome.Passed);
    }

    [Test]
    public void Retried_test_has_an_environment_for_each_attempt() =>
        RecordsOf("Method_retried").Select(static record => record.Outcome).ShouldBe([TestOutcome.Failed, TestOutcome.Passed]);

    [Test]
    public void Set_up_that_fails_leaves_a_record_and_releases_what_it_had()
    {
        RecordsOf("SetUp_that_fails").ShouldHaveSingleItem().Message!.ShouldContain("set-up broke");
        _run.Output.ShouldContain("the resource of set-up was released");
    }

    [TestCase("Assembly_attribute_that_another_hides")]
    [TestCase("Fixture_attribute_that_another_hides")]
    public void Attribute_that_another_hides_is_told_of(string method)
    {
        RecordsOf(method).ShouldBeEmpty();
        _run.Output.ShouldContain($"{method} is isolated by [IsolatedTest] on its fixture or assembly, which NUnit ignores here");
    }

    [Test]
    public void Every_case_ran_once_and_those_that_must_fail_failed()
    {
        int cases = Passing.Where(static shape => shape.Method != "Method_repeated").Sum(static shape => shape.Environments) + 2;
        string[] expected = platform
            ? [$"total: {cases + 3}", "failed: 3", $"succeeded: {cases}", "skipped: 0"]
            : ["Failed:     3", $"Passed:    {cases}", "Skipped:     0", $"Total:    {cases + 3}"];
        expected.ShouldAllBe(part => _run.Output.Contains(part, StringComparison.Ordinal), _run.Output);
        _run.ExitCode.ShouldBe(platform ? 2 : 1);
    }

    private TestRecord[] RecordsOf(string method) =>
        [.. _run.Records.Where(record => record.ShortName == method || record.ShortName.StartsWith($"{method}(", StringComparison.Ordinal)
            || record.ShortName.StartsWith($"{method}<", StringComparison.Ordinal))];
}
