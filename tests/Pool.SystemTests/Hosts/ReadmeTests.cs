using System.Text.RegularExpressions;

namespace Pool.SystemTests.Hosts;

/// <summary>What the README says that its example prints, against what it prints.</summary>
internal sealed partial class ReadmeTests
{
    [Test]
    public async Task Example_prints_what_the_readme_shows()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "README.md"));
        string[] shown = Output().Match(readme.ReplaceLineEndings("\n")).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var host = TestHost.Start(
            "Quickstart", new Dictionary<string, string?>(), "--filter", "Name=Program_survives_its_worker", "--logger", "console;verbosity=normal");
        var (exitCode, output) = await host.EndAsync();

        exitCode.ShouldBe(0, output);
        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(line => WithoutNumbers(output).Contains(WithoutNumbers(line).Trim(), StringComparison.Ordinal), output);
    }

    // Process ids and times differ from run to run, and so does the unit of a time.
    private static string WithoutNumbers(string text) => Number().Replace(text, "#");

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Pool.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Output();

    [GeneratedRegex(@"\d[\d.,]*( (µs|ms|s)\b)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Number();
}
