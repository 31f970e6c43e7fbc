using System.Xml.Linq;

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
