using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tests.Records;

internal sealed class RecordReaderTests
{
    [Test]
    public void What_was_written_is_read_back_whole()
    {
        var test = Some.Test with
        {
            Message = "line 1\nline 2 \"quoted\" \u00e4",
            Chaos = new ChaosSummary { Planned = 2, Fired = 1, SuccessRate = 0.975, Calls = 40 },
            Faults = [Some.Kill],
            Load = Some.Load("p99 < 5ms"),
            Verdict = new Verdict { Outcome = VerdictOutcome.Equivalent, Reason = "same" },
        };

        var read = ReadLines(RecordJson.Serialize(Some.Header), RecordJson.Serialize(test)).Tests.ShouldHaveSingleItem();

        RecordJson.Serialize(read).ShouldBe(RecordJson.Serialize(test));
        read.Faults.ShouldBe([Some.Kill]);
        read.Load!.Operations[1].Failures["TimeoutException"].ShouldBe(1);
        read.Load.Operations[0].Buckets!.Counts.Sum().ShouldBe(2_000);
    }

    [Test]
    public void A_record_is_a_single_line() =>
        RecordJson.Serialize(Some.Test with { Message = "a\r\nb\u2028c" }).ShouldNotContain('\n');

    [Test]
    public void The_wire_names_are_those_of_the_documentation()
    {
        var json = RecordJson.Serialize(Some.Test with { Faults = [Some.Kill] });

        json.ShouldContain("\"type\":\"test\"");
        json.ShouldContain("\"schema\":1");
        json.ShouldContain("\"evidence\":\"real\"");
        json.ShouldContain("\"pid\":31337");
        json.ShouldContain("\"recoveredMs\":213");
        json.ShouldContain("\"outcome\":\"Passed\"");
    }

    [Test]
    public void A_last_line_cut_by_a_kill_is_reported_and_the_rest_is_kept()
    {
        var line = RecordJson.Serialize(Some.Test);
        var host = ReadText(RecordJson.Serialize(Some.Header) + "\n" + line + "\n" + line[..^10]);

        host.Tests.Count.ShouldBe(1);
        host.Problems.ShouldHaveSingleItem().ShouldContain("line 3: the host ended while it wrote this line");
        host.State.ShouldBe(HostState.Died);
    }

    [Test]
    public void A_whole_last_line_without_its_line_end_is_read() =>
        ReadText(RecordJson.Serialize(Some.Header) + "\n" + RecordJson.Serialize(Some.Test)).Tests.Count.ShouldBe(1);

    [TestCase("garbage")]
    [TestCase("{\"type\":\"test\"}")]
    [TestCase("{\"type\":\"unheard-of\",\"schema\":1}")]
    [TestCase("{\"schema\":1}")]
    [TestCase("null")]
    [TestCase("[1,2]")]
    [TestCase("{\"schema\":\"one\"}")]
    [TestCase("\u0001\u0002")]
    public void A_corrupt_line_is_reported_with_its_number_and_its_neighbours_are_kept(string corrupt)
    {
        var host = ReadLines(RecordJson.Serialize(Some.Header), corrupt, RecordJson.Serialize(Some.Test));

        host.Tests.Count.ShouldBe(1);
        host.Problems.ShouldHaveSingleItem().ShouldContain("line 2");
    }

    [Test]
    public void A_line_nested_without_end_is_reported_and_not_followed() =>
        ReadLines(new string('[', 100_000)).Problems.ShouldHaveSingleItem().ShouldContain("line 1");

    [Test]
    public void A_line_of_a_newer_schema_is_said_to_be_newer()
    {
        var host = ReadLines("{\"type\":\"test\",\"schema\":2,\"brandNew\":true}", RecordJson.Serialize(Some.Test));

        host.Tests.Count.ShouldBe(1);
        host.Problems.ShouldHaveSingleItem().ShouldContain("schema 2 by a newer version");
    }

    [TestCase("\"faults\":[null]")]
    [TestCase("\"categories\":[null]")]
    public void A_null_in_a_list_is_reported_before_a_report_trips_over_it(string fragment)
    {
        var name = fragment.Split(':')[0];
        var json = System.Text.RegularExpressions.Regex.Replace(
            RecordJson.Serialize(Some.Test), name + @":\[[^\]]*\]", fragment, default, TimeSpan.FromSeconds(1));

        ReadLines(json).Problems.ShouldHaveSingleItem().ShouldContain("has a null in one");
    }

    [TestCase("faults")]
    [TestCase("categories")]
    [TestCase("operations")]
    [TestCase("thresholds")]
    public void A_list_that_is_missing_is_reported_before_a_report_trips_over_it(string name)
    {
        var json = RecordJson.Serialize(Some.Test with { Load = Some.Load() }).Replace($"\"{name}\":", "\"else\":", StringComparison.Ordinal);

        ReadLines(json).Problems.ShouldHaveSingleItem().ShouldContain("line 1");
    }

    [TestCase(5, 3, 3)]
    [TestCase(5, long.MaxValue, long.MaxValue)]
    [TestCase(5, 0, 0)]
    [TestCase(-1, 1, 0)]
    [TestCase(long.MaxValue, 1, 1)]
    public void Failures_that_don_t_fit_the_count_are_reported(long count, long first, long second)
    {
        var load = Some.Load();
        var broken = load with
        {
            Operations = [load.Operations[0] with { Count = count, Failures = new Dictionary<string, long> { ["A"] = first, ["B"] = second } }],
        };

        ReadLines(RecordJson.Serialize(Some.Test with { Load = broken })).Problems.ShouldHaveSingleItem()
            .ShouldContain("count and failures don't agree");
    }

    [Test]
    public void Buckets_of_more_samples_than_there_are_numbers_are_reported()
    {
        var load = Some.Load();
        var broken = load with
        {
            Operations =
            [
                load.Operations[0] with
                {
                    Buckets = load.Operations[0].Buckets! with { Indexes = [1, 2], Counts = [long.MaxValue, long.MaxValue] },
                },
            ],
        };

        ReadLines(RecordJson.Serialize(Some.Test with { Load = broken })).Problems.ShouldHaveSingleItem().ShouldContain("add up to");
    }

    [Test]
    public void Buckets_out_of_range_are_reported()
    {
        var load = Some.Load();
        var broken = load with
        {
            Operations =
            [
                load.Operations[0] with { Buckets = load.Operations[0].Buckets! with { Indexes = [99_999_999], Counts = [1] } },
            ],
        };

        ReadLines(RecordJson.Serialize(Some.Test with { Load = broken })).Problems.ShouldHaveSingleItem()
            .ShouldContain("bucket 99999999");
    }

    [Test]
    public void A_recorded_problem_is_among_the_problems() =>
        ReadLines(RecordJson.Serialize(new RunProblem { Message = "The extension did not load." })).Problems
            .ShouldBe(["The extension did not load."]);

    [Test]
    public void Without_a_readable_header_the_assembly_comes_from_tests_or_file_name()
    {
        ReadLines(RecordJson.Serialize(Some.Test with { Assembly = "Theirs" })).Assembly.ShouldBe("Theirs");
        ReadLines("garbage").Assembly.ShouldBe("My.Tests");
    }

    private static HostRecords ReadLines(params string[] lines) => ReadText(string.Concat(lines.Select(line => line + "\n")));

    private static HostRecords ReadText(string text)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("My.Tests-4711.jsonl");
        File.WriteAllText(path, text);
        return RecordReader.Read(path);
    }
}
