using System.Xml.Linq;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.SystemTests.Hosts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class QuickstartTests
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pool-quickstart-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Category_filter_runs_chaos_tests_only()
    {
        var (exitCode, output, names) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal));

        exitCode.ShouldBe(0, output);
        names.ShouldBe(
            ["Calls_go_on_while_workers_are_killed", "Stopped_worker_holds_up_nobody_but_its_own_caller", "Virtual_worker_is_replaced_as_a_real_one_is"],
            ignoreOrder: true);
        foreach (var report in new[] { "report.html", "report.json", "report.md" })
            File.Exists(Path.Combine(_folder, "report", report)).ShouldBeTrue(report);
    }

    [Test]
    public async Task Worker_that_always_fails_fails_the_command_with_its_own_error_and_traceback()
    {
        var (exitCode, output, _) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["POOL_WORKER_COMMAND"] = """["python3", "-c", "raise RuntimeError('out of coffee')"]""",
        });

        exitCode.ShouldBe(1);
        output.ShouldContain("RuntimeError: out of coffee");
        output.ShouldContain("Traceback (most recent call last)");
        output.ShouldContain("Replay: POOL_SEED=");
    }

    [Test]
    public async Task Without_python3_on_the_path_the_full_layer_runs_the_dotnet_worker()
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder, "path")).FullName;
        File.CreateSymbolicLink(Path.Combine(path, "dotnet"), DotNet());

        var (exitCode, output, _) = await RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = path });

        exitCode.ShouldBe(0, output);
        var full = RunReport.From(RunRecords.Load(Path.Combine(_folder, "report"), null)).Tests.Where(test => test.Layer == "Full").ToList();
        full.ShouldNotBeEmpty();
        full.ShouldAllBe(test => test.WorkerKind!.StartsWith("Pool.Worker", StringComparison.Ordinal));
    }

    [Test]
    public async Task Assemblies_of_one_run_are_in_one_report()
    {
        var run = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["POOL_RUN_ID"] = "two-assemblies",
            ["POOL_REPORT_DIR"] = Path.Combine(_folder, "report"),
        };
        using var quickstart = TestHost.Start("Quickstart", run, "--filter", "TestCategory=Layer2");
        using var scenarios = TestHost.Start("ReferenceScenarios", run, "--filter", "TestCategory=Unit");

        var ended = await Task.WhenAll(quickstart.EndAsync(), scenarios.EndAsync());

        ended.ShouldAllBe(host => host.ExitCode == 0);
        var html = await File.ReadAllTextAsync(Path.Combine(_folder, "report", "report.html"));
        html.ShouldContain("Bytes_cross_the_wire_as_bytes");
        html.ShouldContain("Worker_initializes_correctly");
    }

    // The program that runs this host, wherever the path has it.
    private static string DotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host
        ? host
        : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private async Task<(int ExitCode, string Output, IReadOnlyList<string> Names)> RunAsync(Dictionary<string, string?> environment)
    {
        environment["POOL_REPORT_DIR"] = Path.Combine(_folder, "report");
        using var host = TestHost.Start(
            "Quickstart", environment, "--filter", "TestCategory=Chaos", "--logger", "trx;LogFileName=run.trx", "--results-directory", _folder);
        var (exitCode, output) = await host.EndAsync();
        var results = XDocument.Load(Path.Combine(_folder, "run.trx")).Descendants(Trx + "UnitTestResult");
        return (exitCode, output, [.. results.Select(result => (string)result.Attribute("testName")!)]);
    }
}
