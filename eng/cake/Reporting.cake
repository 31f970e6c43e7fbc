#nullable enable
string ReportDirectory(string target) => System.IO.Path.GetFullPath($"artifacts/{target}-report");

bool HasRecords(string directory) => GetFiles($"{directory}/records/*.jsonl").Count > 0;

// `command` is one of pool-report's: render or summary.
int PoolReport(string command, string directory) =>
    DotnetExitCode(["run", "--project", Projects.ReportTool, "--configuration", Configuration, "--no-build", "--", command, directory]);

// Runs the tests as one run of several hosts, whose records become one report; the summary is printed even if tests failed.
void RunReported(string target, IEnumerable<TestRun> runs)
{
    var directory = ReportDirectory(target);
    CleanDirectory(directory);
    var environment = new Dictionary<string, string>
    {
        ["POOL_REPORT_DIR"] = directory,
        ["POOL_RUN_ID"] = $"{target}-{Guid.NewGuid():N}",
    };
    try
    {
        RunTests(target, runs, environment);
    }
    finally
    {
        if (HasRecords(directory))
        {
            PoolReport("summary", directory);
        }
    }
}

void RunDemo()
{
    Dotnet("build", Projects.Quickstart, "--configuration", Configuration, "--nologo", "--verbosity", "quiet");
    Dotnet("build", Projects.ReportTool, "--configuration", Configuration, "--nologo", "--verbosity", "quiet");
    try
    {
        // The highest layer allows all: tests that name a layer run at theirs.
        RunReported("demo", [new TestRun(Projects.Quickstart, TestMode: Layers.Chosen(LayerArgument)[^1])]);
    }
    finally
    {
        var report = System.IO.Path.Combine(ReportDirectory("demo"), "report.html");
        Closing.LastLine = FileExists(report) ? report : "";
    }
}

void RenderReports()
{
    var directories = new[] { "demo", "chaos", "performance" }.Select(ReportDirectory).Where(HasRecords).ToList();
    if (directories.Count == 0)
    {
        throw new CakeException("There are no records to render. Run `./build.sh demo`, `./build.sh chaos` or `./build.sh performance` first.");
    }

    foreach (var directory in directories)
    {
        if (PoolReport("render", directory) != 0 || PoolReport("summary", directory) != 0)
        {
            throw new CakeException($"The records in {directory} can't be rendered; why is said above.");
        }
    }
}
