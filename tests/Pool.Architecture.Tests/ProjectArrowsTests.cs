using System.Xml.Linq;

namespace Pool.Architecture.Tests;

/// <summary>Which project may know which project, package and foreign source file.</summary>
internal sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, Arrows> Allowed = new(StringComparer.Ordinal)
    {
        ["Pool.Runtime"] = new([], ["Polly.Core", "Microsoft.Extensions.*.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks"], []),
        // The wire format has one implementation, compiled into both ends.
        ["Pool.Worker"] = new([], [], ["../Pool.Runtime/Protocol/**/*.cs"]),
        ["Pool.Reporting"] = new([], [], []),
        ["Pool.NUnit.Isolation"] = new(
            ["Pool.Runtime", "Pool.Reporting"],
            ["NUnit", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging"],
            []),
        ["Pool.NUnit.EngineExtension"] = new(["Pool.Reporting"], [], []),
        ["Pool.StackReader"] = new([], ["Microsoft.Diagnostics.NETCore.Client", "Microsoft.Diagnostics.Runtime"], []),
        ["Pool.Reporting.Tool"] = new(["Pool.Reporting"], ["System.CommandLine", "Spectre.Console"], []),
        ["Pool.Benchmarking"] = new([], [], []),
        ["Pool.Runtime.Benchmarks"] = new(["Pool.Benchmarking", "Pool.Runtime"], [], []),
        ["Pool.NUnit.Isolation.Benchmarks"] = new(["Pool.Benchmarking", "Pool.NUnit.Isolation"], ["NUnit", "xunit.core"], []),
    };

    private static IEnumerable<TestCaseData> Projects() =>
        new[] { "src", "benchmarks" }.SelectMany(folder => Repository.Files(folder, "*.csproj")).Select(path => new TestCaseData(path).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path)));

    [TestCaseSource(nameof(Projects))]
    public void Project_refers_only_to_what_its_row_allows(string path)
    {
        Allowed.ShouldContainKey(Path.GetFileNameWithoutExtension(path), "A new project says here what it may refer to.");
        Arrows arrows = Allowed[Path.GetFileNameWithoutExtension(path)];
        XDocument project = XDocument.Load(path);

        Included(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ShouldBeSubsetOf(arrows.Projects);
        Included(project, "PackageReference").ShouldAllBe(package => arrows.Packages.Any(pattern => Matches(package, pattern)));
        Included(project, "Compile").ShouldBeSubsetOf(arrows.Sources);
    }

    // It would share the errors of whatever codec it shared, and speaks to workers that know nothing of this solution.
    [Test]
    public void Conformance_suite_refers_to_nothing_of_ours()
    {
        XDocument project = XDocument.Load(Repository.PathOf("tests", "Pool.Protocol.Conformance", "Pool.Protocol.Conformance.csproj"));

        Included(project, "ProjectReference").Concat(Included(project, "PackageReference")).Concat(Included(project, "Compile")).ShouldBeEmpty();
    }

    [Test]
    public void Solution_holds_every_project()
    {
        string solution = File.ReadAllText(Repository.PathOf("Pool.sln")).Replace('\\', '/');

        new[] { "src", "tests", "samples", "benchmarks" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))
            .Select(Repository.Relative)
            .ShouldAllBe(project => solution.Contains($"\"{project}\"", StringComparison.Ordinal));
    }

    [Test]
    public void Pool_knows_no_test_framework() =>
        typeof(Runtime.SessionPool).Assembly.GetReferencedAssemblies()
            .ShouldAllBe(reference => !reference.Name!.StartsWith("nunit", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    private static bool Matches(string package, string pattern) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, package, ignoreCase: false);

    private sealed record Arrows(string[] Projects, string[] Packages, string[] Sources);
}
