#nullable enable
// The score below which the tests of an area are not good enough.
const double LowestMutationScore = 80;

const string MutatedTests = "tests/Pool.Runtime.Tests";

void RunMutation(string argument)
{
    var area = MutationArea.Chosen(argument);
    var directory = System.IO.Path.GetFullPath($"artifacts/mutation/{area.Name}");
    CleanDirectory(directory);

    // Stryker looks at the project before it restores its packages, and would not find those that are new.
    Dotnet("build", MutatedTests, "--configuration", "Debug", "--nologo", "--verbosity", "quiet");
    List<string> arguments =
    [
        // As a tool of the manifest it is found from the directory that Stryker needs to start in.
        "stryker", "--config-file", System.IO.Path.GetFullPath("eng/mutation.json"), "--output", directory,
        "--test-case-filter", area.Tests, "--skip-version-check",
    ];
    foreach (var files in area.Files)
    {
        arguments.AddRange(["--mutate", files]);
    }

    var exitCode = DotnetExitCode(arguments, workingDirectory: MutatedTests);
    var path = System.IO.Path.Combine(directory, "reports", "mutation-report.json");
    if (exitCode != 0 || !FileExists(path))
    {
        throw new CakeException($"Stryker failed with exit code {exitCode}; what is wrong is said above.");
    }

    var report = MutationReport.Read(path);
    Console.WriteLine($"Survivors, to be killed by a test or explained in docs/mutation.md:");
    foreach (var survivor in report.Survivors)
    {
        Console.WriteLine($"  {survivor}");
    }

    Closing.LastLine = FormattableString.Invariant(
        $"{area.Name} | {report.Score:F1} % | {report.Noticed} of {report.Noticed + report.Survivors.Count} mutations noticed");
    if (report.Score < LowestMutationScore)
    {
        throw new CakeException($"The score is below {LowestMutationScore} %. Kill survivors with better tests.");
    }
}
