using System.Diagnostics;
using System.Text.Json;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Hosts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KilledHostTests
{
    private const string Specimens = "Pool.SystemTests.Specimens";

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pool-hosts-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(WorkerProgram.Python)]
    [TestCase(WorkerProgram.DotNet)]
    public async Task Given_workers_at_work_when_their_host_is_killed_then_none_is_left_after_two_seconds_and_its_records_are(WorkerProgram program)
    {
        var (host, workers) = await StartAndKillAsync(program);

        var left = TimeSpan.FromSeconds(2);
        foreach (var worker in workers)
        {
            var since = Stopwatch.GetTimestamp();
            await OperatingSystemProcess.ShouldEndAsync(worker, left);
            left -= Stopwatch.GetElapsedTime(since);
        }

        workers.Length.ShouldBe(3);
        workers.ShouldAllBe(worker => !OperatingSystemProcess.IsAlive(worker));
        var records = RunRecords.Load(Path.Combine(_folder, "report"), "killed-run");
        var report = RunReport.From(records);
        report.Tests.ShouldContain(test => test.ShortName == "Ends_before_the_host_is_killed");
        report.Problems.ShouldContain(problem => problem.Contains(FormattableString.Invariant($"{host}"), StringComparison.Ordinal));
    }

    private async Task<(int Host, int[] Workers)> StartAndKillAsync(WorkerProgram program)
    {
        var file = Path.Combine(_folder, "pids.json");
        var options = program.Options();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["POOL_SPECIMEN_FILE"] = file,
            ["POOL_REPORT_DIR"] = Path.Combine(_folder, "report"),
            ["POOL_RUN_ID"] = "killed-run",
            ["POOL_WORKER_COMMAND"] = JsonSerializer.Serialize(options.Arguments.Prepend(options.FileName)),
            ["PYTHONPATH"] = AppContext.BaseDirectory,
        };
        using var written = new FileSystemWatcher(_folder, "pids.json");
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        written.Renamed += (_, _) => appeared.TrySetResult();
        written.EnableRaisingEvents = true;
        using var testHost = TestHost.Start(Specimens, environment);

        var first = await Task.WhenAny(appeared.Task, testHost.EndAsync());
        first.ShouldBe(appeared.Task, first == appeared.Task ? "" : (await testHost.EndAsync()).Output);
        var pids = JsonSerializer.Deserialize<int[]>(await File.ReadAllTextAsync(file))!;
        OperatingSystemProcess.Kill(pids[0]);
        (await testHost.EndAsync()).ExitCode.ShouldNotBe(0);
        return (pids[0], pids[1..]);
    }
}
