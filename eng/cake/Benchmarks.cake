#nullable enable
// The areas that have benchmarks, and the project of each.
readonly Dictionary<string, string> BenchmarkAreas = new(StringComparer.Ordinal)
{
    ["runtime"] = System.IO.Path.Combine("benchmarks", "Pool.Runtime.Benchmarks", "Pool.Runtime.Benchmarks.csproj"),
    ["isolation"] = System.IO.Path.Combine("benchmarks", "Pool.NUnit.Isolation.Benchmarks", "Pool.NUnit.Isolation.Benchmarks.csproj"),
    ["workers"] = System.IO.Path.Combine("benchmarks", "Pool.Runtime.Benchmarks", "Pool.Runtime.Benchmarks.csproj"),
};

// Builds no more than it needs, so that the machine is idle when it measures. The last line is the count of rows.
void RunBenchmarks(string area, string? row, bool quick)
{
    if (!BenchmarkAreas.TryGetValue(area, out var project))
    {
        throw new CakeException($"--area={area} has no benchmarks. Areas: {string.Join(", ", BenchmarkAreas.Keys)}.");
    }

    Dotnet("build", project, "--configuration", Configuration, "--nologo", "--verbosity", "quiet");
    var output = System.IO.Path.GetFullPath($"artifacts/bench-{area}.txt");
    var arguments = new List<string>
    {
        "run", "--project", project, "--configuration", Configuration, "--no-build", "--", $"--area={area}", $"--output={output}",
    };
    if (row is not null)
    {
        arguments.Add($"--row={row}");
    }

    if (quick)
    {
        arguments.Add("--quick");
    }

    System.IO.File.Delete(output);
    var exitCode = DotnetExitCode(arguments);
    Closing.LastLine = FileExists(output) ? System.IO.File.ReadLines(output).LastOrDefault("") : "";
    if (exitCode != 0)
    {
        throw new CakeException("A bar was missed, or a row could not run; the lines above say which.");
    }
}
