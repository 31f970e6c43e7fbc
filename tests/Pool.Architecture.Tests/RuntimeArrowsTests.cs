using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests;

/// <summary>Which folder of Pool.Runtime may know which. The root composes them and may know all.</summary>
internal sealed partial class RuntimeArrowsTests
{
    private const string Runtime = "src/Pool.Runtime";

    // Errors and Telemetry may be known to all, except where a row says otherwise.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Protocol"] = [],
        ["Adapters"] = ["Protocol", "Errors", "Telemetry"],
        ["Workers"] = ["Adapters", "Protocol", "Errors", "Telemetry"],
        ["Sizing"] = [],
        ["Sessions"] = ["Workers", "Sizing", "Adapters", "Protocol", "Resilience", "Errors", "Telemetry"],
        ["Resilience"] = ["Errors", "Telemetry"],
        ["Errors"] = [],
        ["Telemetry"] = ["Errors"],
        ["Hosting"] = ["Adapters", "Resilience", "Errors", "Telemetry"],
    };

    private static readonly string[] Exceptions =
    [
        // A log message names the states and reasons that it reports; it decides nothing by them.
        "src/Pool.Runtime/Telemetry/Log.cs knows Workers",
    ];

    private static IEnumerable<string> Folders() =>
        Directory.EnumerateDirectories(Repository.PathOf(Runtime))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not ("bin" or "obj" or "buildTransitive"));

    [TestCaseSource(nameof(Folders))]
    public void Folder_knows_only_those_below_it(string folder)
    {
        Allowed.ShouldContainKey(folder, "A new folder says here what it may know.");

        Repository.Files($"{Runtime}/{folder}", "*.cs").Select(CSharpCode.Read)
            .SelectMany(code => Known(code).Except([folder, .. Allowed[folder]]).Select(known => $"{code.RelativePath} knows {known}"))
            .Except(Exceptions)
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Composed() => Folders().Where(folder => folder != "Hosting");

    // It needs no using there, so the rule above would not see it. Hosting is above the pool: it puts pools into a container.
    [TestCaseSource(nameof(Composed))]
    public void Folder_does_not_know_the_pool_that_composes_it(string folder) =>
        Repository.Files($"{Runtime}/{folder}", "*.cs").Select(CSharpCode.Read)
            .Where(code => Pool().IsMatch(code.Text))
            .Select(code => code.RelativePath)
            .ShouldBeEmpty();

    // Both `using Pool.Runtime.Workers;` and `Workers.WorkerState`, which needs no using inside Pool.Runtime.
    private static IEnumerable<string> Known(CSharpCode code) =>
        FolderName().Matches(code.Text).Select(match => match.Groups["folder"].Value).Distinct(StringComparer.Ordinal);

    [Test]
    public void Pool_does_not_know_what_hosts_it() =>
        Repository.Files(Runtime, "*.cs").Select(CSharpCode.Read)
            .Where(code => !code.RelativePath.StartsWith($"{Runtime}/Hosting/", StringComparison.Ordinal) && Known(code).Contains("Hosting"))
            .Select(code => code.RelativePath)
            .ShouldBeEmpty();

    [GeneratedRegex(@"\bSessionPool(?:Services)?\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pool();

    [GeneratedRegex(@"(?:Pool\.Runtime\.|(?<![\w.]))(?<folder>Protocol|Adapters|Workers|Sessions|Sizing|Resilience|Errors|Telemetry|Hosting)(?:;|\.[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FolderName();
}
