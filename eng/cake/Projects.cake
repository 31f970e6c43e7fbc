#nullable enable
using System.Collections.Generic;
using System.Linq;

/// <summary>The test projects, found where they lie, so that a new one is run without being named here.</summary>
internal static class Projects
{
    // They run the specimens, workers or compilers as processes of their own.
    private static readonly string[] ProcessStarters =
    [
        "Pool.NUnit.EngineExtension.Tests",
        "Pool.NUnit.Isolation.Tests",
        "Pool.Packaging.Tests",
        "Pool.Reporting.Tool.Tests",
        "Pool.SystemTests",
        "Pool.Worker.Tests",
    ];

    public static IReadOnlyList<string> Tests { get; } = Find("tests", "*Tests");

    public static IReadOnlyList<string> Samples { get; } = [.. Find("samples", "*").Where(project => !IsProgram(project))];

    public static IReadOnlyList<string> All => [.. Tests, .. Samples];

    public static IReadOnlyList<string> StartingProcesses => [.. Tests.Where(StartsProcesses)];

    public static IReadOnlyList<string> InProcess => [.. Tests.Where(project => !StartsProcesses(project))];

    public static string Quickstart => System.IO.Path.Combine("samples", "Quickstart", "Quickstart.csproj");

    public static string ReportTool => System.IO.Path.Combine("src", "Pool.Reporting.Tool", "Pool.Reporting.Tool.csproj");

    private static bool StartsProcesses(string project) => ProcessStarters.Contains(System.IO.Path.GetFileNameWithoutExtension(project));

    // The tests beside a sample that is a program run it.
    private static bool IsProgram(string project) => System.IO.File.ReadAllText(project).Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal);

    // One level down only: the specimens under tests/specimens fail on purpose.
    private static IReadOnlyList<string> Find(string root, string pattern) =>
    [
        .. System.IO.Directory.EnumerateDirectories(root, pattern)
            .SelectMany(directory => System.IO.Directory.EnumerateFiles(directory, "*.csproj"))
            .Order(StringComparer.Ordinal),
    ];
}
