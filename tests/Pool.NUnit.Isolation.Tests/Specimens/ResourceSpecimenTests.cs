using System.Globalization;
using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>Resources and services as users have them: one run of their specimens in a real test host.</summary>
internal sealed class ResourceSpecimenTests
{
    private const string Assembly = "Pool.NUnit.Isolation.ResourceSpecimens";

    private SpecimenRun _run = null!;

    [OneTimeSetUp]
    public async Task RunAllAsync() => _run = await SpecimenRun.StartAsync(project: Assembly);

    [TestCase("Shares(1)")]
    [TestCase("Shares(20)")]
    [TestCase("Reaches_it_by_a_service")]
    [TestCase("Nearest_comes_last")]
    [TestCase("Method_without_one_has_the_others")]
    [TestCase("Keyed_services_are_injected")]
    [TestCase("Keyed_service_beside_data(1)")]
    [TestCase("Scoped_service_is_one_in_the_test_and_another_in_a_scope_of_its_own")]
    [TestCase("Repeated_with_its_own")]
    [TestCase("Retried_with_its_own")]
    [TestCase("Service_ends_before_its_resource")]
    [TestCase("Uses_what_will_not_stop")]
    public void Test_with_resources_passes(string name) => _run[name].Outcome.ShouldBe("Passed", _run[name].Message);

    [TestCase("Unknown_key", "Parameter \"uri\" is a System.Uri with key \"nobody\", which is not registered")]
    [TestCase("Half_started", "HangingStart (test) did not start within 100 ms")]
    [TestCase("Cancelled_while_starting", "Test exceeded CancelAfter value of 3000ms")]
    [TestCase("Does_not_stop", "\"HangingStop (test)\" was not released within 50 ms")]
    [TestCase("Does_not_stop", "Releasing \"BrokenStop (test)\" threw InvalidOperationException: will not stop")]
    [TestCase("Does_not_stop", "own message")]
    [TestCase("Lifetime_in_the_wrong_place", "FixtureServer is declared with lifetime Run on the method, which can't end it")]
    [TestCase("Asks_in_a_circle", "AsksForItself (test) asks for AsksForItself (test) while it starts itself")]
    [TestCase("Has_no_container", "A resource that lives for the assembly Pool.NUnit.Isolation.ResourceSpecimens.dll has no container")]
    public void Test_that_cannot_have_its_resources_says_why(string name, string message)
    {
        _run[name].Outcome.ShouldBe("Failed");
        _run[name].Message.ShouldContain(message);
    }

    [Test]
    public void Shared_ones_start_once_for_many_tests_at_a_time_and_end_with_the_assembly()
    {
        _run.Journal.Count(static l => l.StartsWith("start RunServer", StringComparison.Ordinal)).ShouldBe(1);
        _run.Journal.Count(static l => l == $"start AssemblyServer of {Assembly}.dll").ShouldBe(1);
        IndexOf("start RunServer").ShouldBeLessThan(IndexOf("start AssemblyServer"));
        _run.Journal[^1].ShouldStartWith("stop RunServer");
        IndexOf("stop AssemblyServer").ShouldBeGreaterThan(_run.Journal.Index().Last(static l => l.Item.StartsWith("test ", StringComparison.Ordinal)).Index);
    }

    [Test]
    public void Nobody_starts_what_nobody_needs() => _run.Journal.ShouldNotContain(static l => l.Contains("NeverUsed", StringComparison.Ordinal));

    [Test]
    public void Failed_start_is_not_tried_again_and_fails_all_that_need_it_alike()
    {
        _run.Journal.Count(static l => l.StartsWith("start BrokenStart", StringComparison.Ordinal)).ShouldBe(1);
        _run.Journal.Count(static l => l.StartsWith("stop BrokenStart", StringComparison.Ordinal)).ShouldBe(1);
        string[] messages = [.. _run.Results.Where(static r => r.Name.StartsWith("Needs_what_does_not_start", StringComparison.Ordinal)).Select(static r => r.Message)];
        messages.Length.ShouldBe(4);
        messages.ShouldAllBe(static m => m.Contains("BrokenStart (assembly) could not be started: InvalidOperationException: no such port", StringComparison.Ordinal));
    }

    [TestCase("InheritingSpecimens")]
    [TestCase("GenericSpecimens<Int32>")]
    [TestCase("GenericSpecimens<String>")]
    public void Fixture_has_one_for_all_its_tests_until_they_are_over(string fixture)
    {
        string owner = $"{Assembly}.{fixture}";
        int start = IndexOf($"start FixtureServer of {owner}");
        int stop = IndexOf($"stop FixtureServer of {owner}");
        (int Index, string Item)[] tests = [.. _run.Journal.Index().Where(l => l.Item.StartsWith($"test of {owner}.", StringComparison.Ordinal))];
        tests.Length.ShouldBe(3);
        tests.ShouldAllBe(t => t.Index > start && t.Index < stop);
        tests.DistinctBy(static t => t.Item.Split(" with ")[1]).ShouldHaveSingleItem();
        stop.ShouldBeLessThan(IndexOf($"one-time tear-down of {fixture}"));
        _run.Journal.Count(l => l == $"start FixtureServer of {owner}").ShouldBe(1);
    }

    [Test]
    public void Test_lifetime_is_one_execution()
    {
        Count("start TestDatabase", "Repeated_with_its_own").ShouldBe(3);
        Count("stop TestDatabase", "Repeated_with_its_own").ShouldBe(3);
        Count("start TestDatabase", "Retried_with_its_own").ShouldBe(2);
        Count("stop TestDatabase", "Retried_with_its_own").ShouldBe(2);
    }

    [Test]
    public void Service_is_disposed_while_its_resource_still_runs()
    {
        _run.Journal.ShouldContain("dispose client while its resource is running");
        _run.Journal.ShouldNotContain("dispose client while its resource is stopped");
    }

    [Test]
    public void Half_of_a_start_is_undone()
    {
        Count("start TestDatabase", "Half_started").ShouldBe(1);
        Count("stop TestDatabase", "Half_started").ShouldBe(1);
        Count("stop HangingStart", "Half_started").ShouldBe(1);
        Count("stop HangingStart", "Cancelled_while_starting").ShouldBe(1);
    }

    [Test]
    public void What_does_not_stop_when_no_test_is_left_is_said_in_the_report_and_on_standard_error()
    {
        string[] problems = [.. _run.Records.OfType<RunProblem>().Select(static p => p.Message)];
        string[] expected =
        [
            $"At the end of the assembly {Assembly}.dll: Releasing \"BrokenStop (assembly)\" threw InvalidOperationException: will not stop",
            $"At the end of the assembly {Assembly}.dll: \"HangingStop (assembly)\" was not released within 50 ms and was left behind.",
        ];
        expected.ShouldBeSubsetOf(problems);
        expected.ShouldAllBe(e => _run.Output.Contains(e, StringComparison.Ordinal));
    }

    [Test]
    [Platform("Linux")]
    public void Process_that_outlives_its_resource_is_killed_and_named()
    {
        int id = int.Parse(_run.Journal.Single(static l => l.StartsWith("process ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        Directory.Exists($"/proc/{id}").ShouldBeFalse();
        _run.Records.OfType<RunProblem>().ShouldContain(p =>
            p.Message.Contains($"Process {id} (", StringComparison.Ordinal)
            && p.Message.Contains("sleep 300) ran on after its resource was stopped; it was killed.", StringComparison.Ordinal));
    }

    private int Count(string what, string test) => _run.Journal.Count(l => l.StartsWith(what, StringComparison.Ordinal) && l.Contains(test, StringComparison.Ordinal));

    private int IndexOf(string start) => _run.Journal.Index().First(l => l.Item.StartsWith(start, StringComparison.Ordinal)).Index;
}
