using System.Globalization;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Randomness;
using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>What users see: one run of all specimens in a real test host, looked at from every side.</summary>
internal sealed class SpecimenTests
{
    private SpecimenRun _run = null!;

    [OneTimeSetUp]
    public async Task RunAllAsync() => _run = await SpecimenRun.StartAsync();

    [Test]
    public void Run_with_failed_tests_exits_with_one() => _run.ExitCode.ShouldBe(1);

    [TestCase("Without_parameters")]
    [TestCase("With_everything_injected")]
    [TestCase("With_cases(1)")]
    [TestCase("With_cases(2)")]
    [TestCase("With_values(1)")]
    [TestCase("With_values(2)")]
    [TestCase("With_cancel_after")]
    [TestCase("Load_with_cancel_after")]
    [TestCase("With_a_null_of_its_own(null)")]
    [TestCase("Repeated")]
    [TestCase("All_three_attributes")]
    [TestCase("Two_attributes_without_parameters")]
    [TestCase("Injects_each_lifetime")]
    [TestCase("Scoped_service_takes_the_pool")]
    [TestCase("Names_no_layer")]
    [TestCase("Names_mock")]
    [TestCase("Names_bridge")]
    [TestCase("Inherited_plan")]
    [TestCase("Hang_is_virtual")]
    [TestCase("Script_overrides_a_command")]
    [TestCase("Ends_in_time")]
    public void Test_of_this_shape_is_one_case_and_passes(string name) => _run[name].Outcome.ShouldBe("Passed", _run[name].Message);

    [TestCase("Session_survives_a_real_crash")]
    [TestCase("Suspended_worker_resumes")]
    [TestCase("Survives_a_plan_of_crashes")]
    [TestCase("Survives_a_hang")]
    [TestCase("Load_under_a_crash")]
    [TestCase("Cascade_and_herd")]
    [Platform("Linux")]
    public void Test_with_real_processes_passes(string name) => _run[name].Outcome.ShouldBe("Passed", _run[name].Message);

    [TestCase("Throwing_disposer", "Releasing \"bad\" threw InvalidOperationException: disposer broke")]
    [TestCase("Hanging_disposer", "\"stuck\" was not released within 50 ms")]
    [TestCase("Throwing_callback", "callback broke")]
    [TestCase("Cannot_be_configured", "configuration broke")]
    [TestCase("Override_without_the_attribute", "[Chaos] stands on the method that OverrideSpecimens.Override_without_the_attribute overrides")]
    [TestCase("Asks_for_an_unknown_service", "Parameter \"service\" is a System.Uri, which is not registered")]
    [TestCase("Asks_for_a_number", "Parameter \"number\" is a Int32")]
    [TestCase("Attributes_that_disagree", "Count is 0")]
    [TestCase("Unknown_metric", "'p98' is no metric")]
    [TestCase("Threshold_not_kept", "Threshold p50 < 1ns: NOT kept, actual ")]
    [TestCase("Probe_fails", "the body is broken")]
    [TestCase("Empty_plan", "added no operation")]
    [TestCase("Body_ends_before_the_plan", "1 of 3 planned faults struck")]
    [TestCase("No_call_while_the_plan_runs", "no call of the test's pool")]
    [TestCase("Body_fails_under_chaos", "own message of")]
    [TestCase("Releases_the_rest_of_a_broken_service", "transient service broke")]
    [TestCase("Fails_in_time", "own message of a test with a limit")]
    [TestCase("Awaits_forever", "had not ended after 200 ms, its TimeoutMs")]
    [TestCase("Blocks_its_thread", "its thread was interrupted where it waited, and ended")]
    [TestCase("Computes_on", "heeds neither its CancellationToken nor an interrupt")]
    [TestCase("Heeds_its_token", "ended once its CancellationToken was cancelled")]
    [TestCase("Hangs_in_tear_down", "had not ended after 200 ms")]
    [TestCase("Limit_below_the_load", "the load alone takes DurationMs = 500")]
    public void Test_that_must_fail_says_why(string name, string message)
    {
        _run[name].Outcome.ShouldBe("Failed");
        _run[name].Message.ShouldContain(message);
    }

    [Test]
    public void Own_failure_of_a_test_comes_before_that_of_a_disposer()
    {
        string message = _run["Fails_by_itself"].Message;
        message.ShouldContain("own message");
        message.ShouldContain("disposer broke");
        message.IndexOf("own message", StringComparison.Ordinal).ShouldBeLessThan(message.IndexOf("disposer broke", StringComparison.Ordinal));
    }

    [Test]
    public void Broken_disposer_keeps_no_resource_from_being_released()
    {
        _run["Throwing_disposer"].StandardError.ShouldContain("the resource below was released");
        _run["Throwing_callback"].StandardError.ShouldContain("the resource below was released");
        _run["Releases_the_rest_of_a_broken_service"].StandardError.ShouldContain("singleton service released");
    }

    [Test]
    public void Test_that_could_not_be_configured_releases_what_it_has_and_leaves_a_record()
    {
        _run["Cannot_be_configured"].StandardError.ShouldContain("the early resource was released");
        _run.RecordOf("Cannot_be_configured").Outcome.ShouldBe(TestOutcome.Failed);
    }

    [TestCase("Awaits_forever", "NeverAsync", "Awaits_forever")]
    [TestCase("Hangs_in_tear_down", "NeverAsync", "TearDownAsync")]
    [TestCase("Blocks_its_thread", "BlockForEver", "Blocks_its_thread")]
    [Platform("Linux")]
    public void Test_that_hangs_says_where(string name, string inner, string outer)
    {
        string[] frames = [.. _run[name].Message.Split('\n').Where(static line => line.Contains("   at Pool.", StringComparison.Ordinal))];
        frames.Length.ShouldBe(2, _run[name].Message);
        frames[0].ShouldContain(inner);
        frames[1].ShouldContain(outer);
    }

    [Test]
    [Platform("Linux")]
    public void Test_that_computes_on_says_where() =>
        _run["Computes_on"].Message.ShouldContain("at Pool.NUnit.Isolation.Specimens.TimeoutSpecimens.Computes_on()");

    [Test]
    public void Test_that_hangs_shows_its_pool_and_its_stacks_in_a_file()
    {
        string text = _run.FailureFiles.Single(static f => f.Folder.EndsWith("-Awaits_forever", StringComparison.Ordinal) && f.Name == "hang.txt").Text;
        text.ShouldContain(": Running, size 1: 0 initializing, 0 ready, 1 busy");
        text.ShouldContain("Thread of the test:");
        _run["Awaits_forever"].StandardOutput.ShouldBeEmpty();
    }

    [TestCase("Awaits_forever")]
    [TestCase("Blocks_its_thread")]
    [TestCase("Computes_on")]
    [TestCase("Heeds_its_token")]
    [TestCase("Hangs_in_tear_down")]
    public void Test_that_hangs_is_torn_down_and_leaves_a_record(string name)
    {
        _run[name].StandardError.ShouldContain("the resource below was released");
        _run.RecordOf(name).Outcome.ShouldBe(TestOutcome.Failed);
    }

    [Test]
    [Platform("Linux")]
    public void Process_that_was_left_behind_is_named_and_gone()
    {
        SpecimenResult leak = _run["Leaks_a_process"];
        leak.Outcome.ShouldBe("Failed");
        leak.Message.ShouldContain("running (sleep 300); it was killed");
        string processId = leak.Message.Split("left process ")[1].Split(' ')[0];
        Directory.Exists($"/proc/{int.Parse(processId, CultureInfo.InvariantCulture)}").ShouldBeFalse();
    }

    [Test]
    public void Failure_ends_with_the_line_that_replays_it() => _run["Threshold_not_kept"].Message.TrimEnd().ShouldEndWith(
        "Replay: POOL_SEED=42 dotnet test --filter \"FullyQualifiedName=Pool.NUnit.Isolation.Specimens.FailureSpecimens.Threshold_not_kept\"");

    [Test]
    public void Random_numbers_follow_from_the_printed_seed_and_the_name()
    {
        for (int repetition = 0; repetition < 3; repetition++)
        {
            ulong seed = RunSeed.ForTest(42, "Pool.NUnit.Isolation.Specimens.ShapeSpecimens.Repeated", repetition);
            int expected = new SeededRandom(seed).Next();
            _run.Output.ShouldContain(FormattableString.Invariant($"repetition drew {expected}\n"));
        }
    }

    [Test]
    [Platform("Linux")]
    public void Fault_that_the_body_itself_injected_is_in_the_record()
    {
        FaultEvidence crash = _run.RecordOf("Session_survives_a_real_crash").Faults.ShouldHaveSingleItem();
        crash.ExitStatus.ShouldBe(137);
        crash.RecoveredMs.ShouldNotBeNull();
        _run.RecordOf("Names_mock").Faults.ShouldHaveSingleItem().Evidence.ShouldBe(EvidenceKind.Virtual);
    }

    [Test]
    public void Plan_ends_with_the_load_that_was_cancelled()
    {
        _run["Cancelled_load_under_chaos"].Outcome.ShouldBe("Failed");
        _run.RecordOf("Cancelled_load_under_chaos").Chaos.ShouldNotBeNull().Fired.ShouldBe(1);
    }

    [Test]
    public void Failed_probe_runs_no_load() => _run.RecordOf("Probe_fails").Load.ShouldBeNull();

    [Test]
    public void Each_repetition_has_an_environment_and_a_record_of_its_own() => _run.Tests.Count(static t => t.ShortName == "Repeated").ShouldBe(3);

    [Test]
    public void File_of_records_begins_with_a_header_and_ends_with_a_footer()
    {
        RunHeader header = _run.Records[0].ShouldBeOfType<RunHeader>();
        header.Assembly.ShouldBe("Pool.NUnit.Isolation.Specimens");
        _run.Records[^1].ShouldBeOfType<RunFooter>();
        _run.Tests.ShouldAllBe(static t => t.Seed == 42);
    }

    [Test]
    public void Engine_extension_loaded_into_the_host() => _run.Records.OfType<RunProblem>().ShouldBeEmpty();

    [Test]
    [Platform("Linux")]
    public void Record_of_a_real_crash_holds_the_evidence()
    {
        TestRecord record = _run.RecordOf("Survives_a_plan_of_crashes");
        record.Layer.ShouldBe("Full");
        record.Categories.ShouldBe(["Chaos", "Layer3", "System"], ignoreOrder: true);
        record.WorkerKind!.ShouldContain("CPython");
        record.Chaos!.Fired.ShouldBe(2);
        record.Chaos.Calls.ShouldBeGreaterThan(0);
        record.Faults.Count.ShouldBe(2);
        foreach (FaultEvidence fault in record.Faults)
        {
            fault.Evidence.ShouldBe(EvidenceKind.Real);
            fault.Signal.ShouldBe("SIGKILL");
            fault.ExitStatus.ShouldBe(137);
            fault.ProcessId.ShouldNotBeNull();
            fault.RecoveredMs.ShouldNotBeNull();
        }
    }

    [Test]
    public void Evidence_of_scripted_workers_is_never_real() => _run.Tests
        .Where(static t => t.Layer != "Full")
        .SelectMany(static t => t.Faults)
        .ShouldAllBe(static f => f.Evidence == EvidenceKind.Virtual && f.ProcessId == null && f.Signal == null);

    [Test]
    [Platform("Linux")]
    public void Record_of_a_load_under_a_fault_holds_both()
    {
        TestRecord record = _run.RecordOf("Load_under_a_crash");
        record.Load!.Clients.ShouldBe(4);
        record.Load.WarmupOperations.ShouldBe(20);
        record.Load.DurationMs.ShouldBeGreaterThanOrEqualTo(690);
        record.Load.Operations.Select(static o => o.Name).ShouldBe(["read", "write"], ignoreOrder: true);
        record.Load.Thresholds.Count.ShouldBe(3);
        record.Load.Calibration.ShouldNotBeNull();
        record.Verdict!.Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        record.Faults.ShouldHaveSingleItem().RecoveredMs.ShouldNotBeNull();
        record.Chaos!.Fired.ShouldBe(1);
    }
}
