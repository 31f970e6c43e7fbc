using System.Diagnostics;
using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>One run of the shapes, and the record of each environment that it built.</summary>
internal sealed class ShapeRun
{
    private ShapeRun(int exitCode, string output, IReadOnlyList<TestRecord> records)
    {
        ExitCode = exitCode;
        Output = output;
        Records = records;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public IReadOnlyList<TestRecord> Records { get; }

    /// <param name="project">Specimen project, and thereby the version of NUnit.</param>
    /// <param name="platform">In Microsoft.Testing.Platform, as a program of its own; else in VSTest's host.</param>
    public static async Task<ShapeRun> StartAsync(string project, bool platform)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(Directory(project), platform ? project : $"{project}.dll");
        ProcessStartInfo start = new(platform ? file : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in platform ? [] : new[] { "test", file })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["POOL_REPORT_DIR"] = folder.Path;
        start.Environment["POOL_SEED"] = "42";
        start.Environment["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1";
        start.Environment.Remove("TEST_MODE");
        start.Environment.Remove("POOL_RUN_ID");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        string records = Path.Combine(folder.Path, "records");
        System.IO.Directory.Exists(records).ShouldBeTrue(await output + await error);
        return new ShapeRun(
            process.ExitCode,
            await output + await error,
            [.. System.IO.Directory.EnumerateFiles(records, "*.jsonl").SelectMany(File.ReadAllLines).Select(RecordJson.Deserialize).OfType<TestRecord>()]);
    }

    // All are built into artifacts/bin/<project>/<configuration>.
    private static string Directory(string project)
    {
        DirectoryInfo own = new(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
