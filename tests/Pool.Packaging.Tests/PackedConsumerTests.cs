using System.Text.Json;

namespace Pool.Packaging.Tests;

/// <summary>What a user gets who installs the package, seen from a project of his own.</summary>
[Category("Packaging")]
internal sealed class PackedConsumerTests : IDisposable
{
    private static readonly string[] Packed = ["Pool.Runtime", "Pool.Reporting", "Pool.NUnit.Isolation", "Pool.Reporting.Tool"];

    private readonly ConsumerProject _consumer = new();
    private DotnetResult _run = null!;

    private string ReportDirectory => Path.Combine(_consumer.Output, "pool-report");

    [OneTimeSetUp]
    public async Task Pack_and_run_the_consumer()
    {
        foreach (string project in Packed)
        {
            (await Dotnet.RunAsync(
                BuiltFrom.RepositoryRoot, BuiltFrom.PackageRoot,
                "pack", $"src/{project}", "--no-build", "--configuration", BuiltFrom.Configuration, "--output", _consumer.Feed))
                .Succeeded();
        }

        _consumer.Write();
        _run = await Dotnet.RunAsync(
            _consumer.Directory, _consumer.Packages, "test", "--configuration", "Release", "--logger", "console;verbosity=normal");
    }

    public void Dispose() => _consumer.Dispose();

    [Test]
    public void Tests_of_the_consumer_pass_at_the_layer_of_real_processes()
    {
        _run.Succeeded().Output.ShouldContain("Passed Worker_answers");

        _run.Output.ShouldContain("Passed Echo");
    }

    [Test]
    public void Packages_come_from_the_feed_under_test() =>
        Directory.Exists(Path.Combine(_consumer.Packages, "pool.nunit.isolation")).ShouldBeTrue(_run.Output);

    [Test]
    public void Python_worker_lies_beside_the_test_assembly() =>
        File.Exists(Path.Combine(_consumer.Output, "pool_worker", "__init__.py")).ShouldBeTrue(_run.Output);

    [TestCase("Pool.StackReader.dll")]
    [TestCase("Pool.StackReader.runtimeconfig.json")]
    [TestCase("Microsoft.Diagnostics.Runtime.dll")]
    public void Reader_of_stacks_lies_beside_the_test_assembly(string file) =>
        File.Exists(Path.Combine(_consumer.Output, "Pool.StackReader", file)).ShouldBeTrue(_run.Output);

    [Test]
    public void Settings_file_beside_the_project_holds_for_the_run()
    {
        string listing = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(ReportDirectory, "settings")).ShouldHaveSingleItem());

        listing.ShouldContain("poolsettings.json, line 1, column 37 ($.Layers.Full.MaxQueue)");
    }

    [Test]
    public void Package_brings_the_schema_of_settings()
    {
        string schema = Path.Combine(
            _consumer.Packages, "pool.nunit.isolation", _consumer.VersionOf("Pool.NUnit.Isolation"), "schemas", "poolsettings.schema.json");

        File.ReadAllText(schema).ShouldContain("CommandTimeoutMs");
    }

    [TestCase("report.html")]
    [TestCase("report.md")]
    [TestCase("report.json")]
    public void Engine_extension_renders_the_report(string file) =>
        new FileInfo(Path.Combine(ReportDirectory, file)).Length.ShouldBeGreaterThan(0, _run.Output);

    [Test]
    public void Report_holds_both_tests_of_the_consumer_and_no_problem()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReportDirectory, "report.json")));

        report.RootElement.GetRawText().ShouldContain("Worker_answers");
        report.RootElement.GetRawText().ShouldContain("Echo");
        _run.Output.ShouldNotContain("did not load");
    }

    [Test]
    public async Task Tool_of_the_package_reads_the_records_of_the_run()
    {
        string tools = Path.Combine(_consumer.Directory, "tools");
        (await Dotnet.RunAsync(
            _consumer.Directory, _consumer.Packages,
            "tool", "install", "Pool.Reporting.Tool", "--version", _consumer.VersionOf("Pool.Reporting.Tool"), "--tool-path", tools, "--add-source", _consumer.Feed)).Succeeded();
        string tool = Directory.EnumerateFiles(tools, "pool-report.dll", SearchOption.AllDirectories).Single();

        DotnetResult summary = (await Dotnet.RunAsync(_consumer.Directory, _consumer.Packages, tool, "summary", ReportDirectory)).Succeeded();

        summary.Output.ShouldContain("2 isolated tests, 2 passed, 0 failed, 0 skipped");
    }
}
