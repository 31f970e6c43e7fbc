#nullable enable
/// <summary>One call of <c>dotnet test</c>. An empty TestMode takes the caller's.</summary>
internal sealed record TestRun(string Project, string Filter = "", string TestMode = "");

string LayerArgument => Argument("layer", "");

IEnumerable<TestRun> Wholly(IEnumerable<string> projects) => projects.Select(project => new TestRun(project));

IEnumerable<TestRun> Selected(string category, string testMode = "") =>
    Projects.Samples.Select(project => new TestRun(project, $"TestCategory={category}", testMode));

void Dotnet(params string[] arguments)
{
    var exitCode = DotnetExitCode(arguments);
    if (exitCode != 0)
    {
        throw new CakeException($"`dotnet {arguments[0]}` failed with exit code {exitCode}; what is wrong is said above.");
    }
}

int DotnetExitCode(IEnumerable<string> arguments, IDictionary<string, string>? environment = null, string? workingDirectory = null)
{
    var list = new ProcessArgumentBuilder();
    foreach (var argument in arguments)
    {
        list.AppendQuoted(argument);
    }

    var settings = new ProcessSettings { Arguments = list, EnvironmentVariables = environment };
    if (workingDirectory is not null)
    {
        settings.WorkingDirectory = workingDirectory;
    }

    return StartProcess("dotnet", settings);
}

// Fails when a test failed, a run broke off, or no test at all was selected: `dotnet test` itself is content with none.
void RunTests(string target, IEnumerable<TestRun> runs, IDictionary<string, string>? environment = null)
{
    var directory = $"artifacts/test-results/{target}";
    CleanDirectory(directory);
    var totals = TestTotals.None;
    foreach (var run in runs)
    {
        totals = totals.Plus(RunOne(run, directory, environment ?? new Dictionary<string, string>()));
    }

    Closing.LastLine = totals.ToString();
    if (totals.Count == 0)
    {
        throw new CakeException($"No test was selected by '{target}', so nothing was tested. Check the categories of the samples and --layer.");
    }

    if (totals.Failures.Count > 0)
    {
        throw new CakeException($"Failed:{string.Concat(totals.Failures.Select(failure => "\n  " + failure))}");
    }
}

TestTotals RunOne(TestRun run, string directory, IDictionary<string, string> environment)
{
    var name = System.IO.Path.GetFileNameWithoutExtension(run.Project) + (run.TestMode == "" ? "" : "-" + run.TestMode);
    Console.WriteLine($"{name} {run.Filter}");
    List<string> arguments =
    [
        "test", run.Project, "--configuration", Configuration, "--no-build", "--nologo", "--verbosity", "quiet",
        // The second logger is there because `quiet`, which silences MSBuild, silences the reasons of failures too.
        "--logger", $"trx;LogFileName={name}.trx", "--logger", "console;verbosity=minimal", "--results-directory", directory,
        // A hang becomes a failure that names the test.
        "--blame-hang-timeout", "3m", "--blame-hang-dump-type", "none",
    ];
    if (run.Filter != "")
    {
        arguments.AddRange(["--filter", run.Filter]);
    }

    var variables = new Dictionary<string, string>(environment);
    if (run.TestMode != "")
    {
        variables["TEST_MODE"] = run.TestMode;
    }

    var exitCode = DotnetExitCode(arguments, variables);
    return TrxFile.Read(System.IO.Path.Combine(directory, name + ".trx"), exitCode, isFiltered: run.Filter != "");
}
