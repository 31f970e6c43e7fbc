using System.Text.Json;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>What users see of a test's log, metrics, spans and pools, after one run of the specimens for it.</summary>
internal sealed class ObservabilitySpecimenTests
{
    private SpecimenRun _run = null!;

    [OneTimeSetUp]
    public async Task RunThemAsync() => _run = await SpecimenRun.StartAsync("FullyQualifiedName~Observability");

    [TestCase("Passes_while_it_logs_much")]
    [TestCase("Passes_under_a_flood_of_entries")]
    [TestCase("Passes_with_listeners_of_its_own")]
    [TestCase("Passes_and_waits_for_its_log")]
    [TestCase("Passes_and_is_dumped_while_a_call_hangs")]
    [TestCase("Passes_and_traces_no_load")]
    [TestCase("Keeps_what_its_options_and_filters_say")]
    [TestCase("Keeps_no_call_of_a_load")]
    [TestCase("Keeps_spans_of_its_own_source(1)")]
    [TestCase("Keeps_spans_of_its_own_source(2)")]
    [TestCase("Keeps_spans_of_its_own_source(3)")]
    [TestCase("Keeps_spans_of_its_own_source(4)")]
    public void Test_passes(string name) => _run[name].Outcome.ShouldBe("Passed", _run[name].Message);

    [Test]
    public void Hundred_tests_beside_each_other_see_only_their_own()
    {
        SpecimenResult[] tests = [.. _run.Results.Where(static r => r.Name.StartsWith("Passes_beside_others", StringComparison.Ordinal))];
        tests.Length.ShouldBe(100);
        tests.ShouldAllBe(static t => t.Outcome == "Passed", tests.FirstOrDefault(static t => t.Outcome != "Passed")?.Message);
    }

    [Test]
    public void Test_that_passes_prints_and_leaves_nothing()
    {
        foreach (SpecimenResult passed in _run.Results.Where(static r => r.Outcome == "Passed"))
        {
            (passed.StandardOutput, passed.StandardError).ShouldBe(("", ""), passed.Name);
            passed.Attachments.ShouldBeEmpty(passed.Name);
        }

        _run.Output.ShouldNotContain("Trouble with order");
        _run.FailureFiles.ShouldAllBe(static f => !f.Folder.Contains("Passes", StringComparison.Ordinal));
    }

    [TestCase("Fails_on_mock", "own message of Fails_on_mock")]
    [TestCase("Fails_on_bridge", "own message of Fails_on_bridge")]
    [TestCase("Fails_in_tear_down", "disposer broke")]
    public void Test_that_fails_has_its_files_attached_and_names_their_folder_in_one_line(string name, string message)
    {
        SpecimenResult failed = _run[name];
        string[] lines = failed.Message.TrimEnd().Split('\n');
        lines[0].ShouldContain(message);
        lines.Count(static l => l.StartsWith("Details: /", StringComparison.Ordinal) || l.StartsWith("Details: C:", StringComparison.Ordinal)).ShouldBe(1);
        lines.Length.ShouldBeLessThanOrEqualTo(4, failed.Message);
        failed.Attachments.Select(Path.GetFileName).ShouldBe(["log.txt", "events.jsonl", "pool.json", "metrics.txt", "traces.txt", "settings.txt"], ignoreOrder: true);
        (failed.StandardOutput, failed.StandardError).ShouldBe(("", ""));
        FilesOf(name).Select(static f => f.Name).ShouldBe(failed.Attachments.Select(Path.GetFileName), ignoreOrder: true);
    }

    [Test]
    public void Test_without_anything_to_tell_has_its_settings_alone() =>
        _run["Fails_without_anything_to_tell"].Attachments.Select(Path.GetFileName).ShouldBe(["settings.txt"]);

    [Test]
    public void Settings_of_a_failed_test_say_where_each_came_from() =>
        TextOf("Fails_on_mock", "settings.txt").ShouldContain("POOL_SEED");

    [Test]
    public void Test_beyond_the_limit_of_the_run_writes_no_files_and_says_so()
    {
        _run["Fails_and_may_write_nothing"].Message.ShouldContain("Details: not written, since 0 failed tests of this run have theirs.");
        FilesOf("Fails_and_may_write_nothing").ShouldBeEmpty();
    }

    [Test]
    public void Log_holds_entries_of_test_and_pool_by_their_ids_and_no_entry_can_pass_for_two()
    {
        string[] lines = TextOf("Fails_on_mock", "log.txt").Split('\n');
        lines[0].ShouldBe("# Pool.NUnit.Isolation.Specimens.ObservabilitySpecimens.Fails_on_mock");
        string own = lines.Single(static l => l.Contains("Order 7", StringComparison.Ordinal));
        own.ShouldContain("[Information] Pool.NUnit.Isolation.Specimens.ObservabilitySpecimens[7] test_id=t");
        own.ShouldEndWith(": Order 7: first");
        lines.ShouldContain("    second \uFFFD[31mline");
        lines.ShouldContain(static l => l.Contains("[Debug] Pool.Runtime.SessionPool[2001]", StringComparison.Ordinal)
            && l.Contains(" pool_name=t", StringComparison.Ordinal) && l.Contains(" worker_id=", StringComparison.Ordinal));
        int failed = Array.FindIndex(lines, static l => l.Contains("when the test had failed, before tear-down", StringComparison.Ordinal));
        failed.ShouldBeGreaterThan(Array.IndexOf(lines, own));
        lines.Skip(failed).ShouldContain(static l => l.Contains("to Terminated", StringComparison.Ordinal));
    }

    [Test]
    public void State_of_the_pool_is_that_of_the_failure_and_not_of_the_tear_down()
    {
        JsonElement failed = Json("Fails_on_mock").GetProperty("pools")[0].GetProperty("stats");
        failed.GetProperty("state").GetString().ShouldBe("running");
        failed.GetProperty("ready").GetInt32().ShouldBe(1);
        failed.GetProperty("counters").GetProperty("successes").GetInt64().ShouldBe(1);
        failed.GetProperty("workers")[0].GetProperty("sessions")[0].GetString().ShouldBe("s");
        TextOf("Fails_on_mock", "metrics.txt").ShouldContain("pool.command.duration{pool.command=append, pool.name=");
        TextOf("Fails_on_mock", "traces.txt").ShouldContain("pool.execute append [Client]");
        Json("Fails_in_tear_down").GetProperty("pools")[0].GetProperty("stats").GetProperty("state").GetString().ShouldBe("disposed");
    }

    [Test]
    public void Events_of_the_pool_are_lines_of_json_in_their_order()
    {
        JsonElement[] events = [.. TextOf("Fails_on_bridge", "events.jsonl").Split('\n').Select(static l => JsonDocument.Parse(l).RootElement)];
        events.Select(static e => e.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
        events.ShouldContain(static e => e.GetProperty("event").GetString() == "checked_out");
        events.ShouldContain(static e => e.GetProperty("event").GetString() == "pool_moved" && e.GetProperty("state").GetString() == "disposed");
        events[^1].GetProperty("to").GetString().ShouldBe("terminated");
    }

    [Test]
    [Platform("Linux")]
    public void Error_output_of_real_workers_and_the_crash_are_there()
    {
        SpecimenFile[] files = [.. FilesOf("Fails_on_full")];
        SpecimenFile said = files.Single(static f => f.Name.EndsWith("-stderr.txt", StringComparison.Ordinal));
        said.Text.ShouldContain("said by a worker");
        string worker = said.Name["worker-".Length..^"-stderr.txt".Length];
        TextOf("Fails_on_full", "pool.json").ShouldContain($"\"worker_id\": \"{worker}\"");
        files.Single(static f => f.Name == "log.txt").Text.ShouldContain("[2002]");
        files.Single(static f => f.Name == "events.jsonl").Text.ShouldContain("\"reason\":\"crash\"");
        _run["Fails_on_full"].Attachments.Count.ShouldBe(7);
    }

    [Test]
    public void Names_of_tests_choose_no_path()
    {
        SpecimenFile[] files = [.. FilesOf("Fails_with_an_unsafe_name")];
        files.Select(static f => f.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["log.txt", "log.txt", "log.txt", "settings.txt", "settings.txt", "settings.txt"]);
        files.ShouldAllBe(static f => f.Folder.Length < 130 && f.Folder.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_' || c == '-'));
        _run.Results.Count(static r => r.Name.StartsWith("Unsafe_name", StringComparison.Ordinal) && r.Attachments.Count == 2).ShouldBe(3);
    }

    [Test]
    [Platform("Linux")]
    public void Files_are_readable_by_their_user_alone()
    {
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _run.FailureFiles.ShouldNotBeEmpty();
        _run.FailureFiles.ShouldAllBe(static f => f.FileMode == ReadWrite && f.FolderMode == (ReadWrite | UnixFileMode.UserExecute));
    }

    private IEnumerable<SpecimenFile> FilesOf(string test) => _run.FailureFiles.Where(f => f.Folder.EndsWith($"-{test}", StringComparison.Ordinal));

    private string TextOf(string test, string file) => FilesOf(test).Single(f => f.Name == file).Text.TrimEnd().ReplaceLineEndings("\n");

    private JsonElement Json(string test) => JsonDocument.Parse(TextOf(test, "pool.json")).RootElement;
}
