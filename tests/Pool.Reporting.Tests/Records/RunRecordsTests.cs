using Pool.Reporting.Records;

namespace Pool.Reporting.Tests.Records;

internal sealed class RunRecordsTests
{
    [Test]
    public void A_run_id_selects_all_its_hosts_and_no_other()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, Some.Header with { ProcessId = 1 });
        Write(directory, Some.Header with { ProcessId = 2, StartedAt = Some.Start.AddMinutes(1) });
        Write(directory, Some.Header with { ProcessId = 3, RunId = "run-0" });

        Load(directory, "run-1").Hosts.Select(host => host.Header!.ProcessId).ShouldBe([1, 2]);
    }

    [Test]
    public void Without_a_run_id_the_newest_host_of_each_assembly_counts()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, Some.Header with { ProcessId = 9, StartedAt = Some.Start });
        Write(directory, Some.Header with { ProcessId = 1, StartedAt = Some.Start.AddMinutes(1) });
        Write(directory, Some.Header with { ProcessId = 5, Assembly = "Other.Tests", StartedAt = Some.Start.AddDays(-1) });

        Load(directory, null).Hosts.Select(host => host.Header!.ProcessId).ShouldBe([1, 5]);
    }

    [TestCase(true, new int[0], null, HostState.Completed)]
    [TestCase(true, new[] { 4711 }, null, HostState.Completed)]
    [TestCase(false, new[] { 4711 }, null, HostState.Running)]
    [TestCase(false, new int[0], null, HostState.Died)]
    [TestCase(false, new[] { 4711 }, 4711, HostState.Completed)]
    public void A_host_without_a_footer_died_unless_its_process_lives(
        bool footer, int[] alive, int? finished, HostState expected)
    {
        using var directory = new TemporaryDirectory();
        Write(directory, Some.Header, footer);

        RunRecords.Load(directory.Path, null, finished, new FakeProcessProbe(alive)).Hosts
            .ShouldHaveSingleItem().State.ShouldBe(expected);
    }

    [Test]
    public void A_file_without_a_header_is_named_when_a_run_is_selected()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, Some.Header);
        File.WriteAllText(directory.File("records", "Lost-3.jsonl"), "garbage\n");

        var records = Load(directory, "run-1");

        records.Hosts.Count.ShouldBe(1);
        records.Problems.ShouldHaveSingleItem().ShouldContain("Lost-3.jsonl has no readable header");
    }

    [Test]
    public void A_file_without_a_header_still_brings_its_records_when_none_is_selected()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("records"));
        File.WriteAllText(directory.File("records", "My.Tests-3.jsonl"), "garbage\n" + RecordJson.Serialize(Some.Test) + "\n");

        var host = Load(directory, null).Hosts.ShouldHaveSingleItem();

        host.Tests.Count.ShouldBe(1);
        host.Problems.ShouldHaveSingleItem().ShouldContain("line 1");
    }

    [Test]
    public void A_missing_directory_holds_no_records()
    {
        using var directory = new TemporaryDirectory();

        RunRecords.Exist(directory.File("nowhere")).ShouldBeFalse();
        Load(directory, null).Hosts.ShouldBeEmpty();
    }

    [Test]
    public void This_process_is_alive_and_one_that_started_after_the_records_is_another()
    {
        var probe = new SystemProcessProbe();
        var now = TimeProvider.System.GetUtcNow();

        probe.IsAlive(Environment.ProcessId, now).ShouldBeTrue();
        probe.IsAlive(Environment.ProcessId, now.AddDays(-30)).ShouldBeFalse();
        probe.IsAlive(int.MaxValue, now).ShouldBeFalse();
    }

    private static RunRecords Load(TemporaryDirectory directory, string? runId) =>
        RunRecords.Load(directory.Path, runId, null, new FakeProcessProbe());

    private static void Write(TemporaryDirectory directory, RunHeader header, bool footer = true)
    {
        using var writer = RecordWriter.Create(directory.Path, header);
        writer.Append(Some.Test);
        if (footer)
        {
            writer.Complete(header.StartedAt.AddSeconds(10));
        }
    }
}
