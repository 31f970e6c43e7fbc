using System.Diagnostics;
using System.Text.Json;

namespace Pool.NUnit.EngineExtension.Tests;

/// <summary>
/// Runs a test assembly as its user does, with the extension delivered by the plugin's build files alone.
/// </summary>
internal sealed class HostedRunTests
{
    private const string Specimens = "Pool.NUnit.EngineExtension.Specimens";

    [Test]
    [CancelAfter(120_000)]
    public async Task In_a_real_host_the_extension_loads_once_and_renders(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();

        var (exitCode, output) = await Run(directory.Path, cancellationToken);

        exitCode.ShouldBe(0, output);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("report.json"), cancellationToken));
        var test = report.RootElement.GetProperty("tests").EnumerateArray().ShouldHaveSingleItem();
        test.GetProperty("message").GetString().ShouldBe($"extension {Reporting.Reports.PackageVersion.Reporting}");
        report.RootElement.GetProperty("hosts")[0].GetProperty("state").GetString().ShouldBe("Completed");
        report.RootElement.GetProperty("problems").GetArrayLength().ShouldBe(0);
        Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["report.html", "report.json", "report.md"]);
    }

    private static async Task<(int ExitCode, string Output)> Run(string reportDirectory, CancellationToken cancellationToken)
    {
        // Beside this assembly's own output lies that of the specimens, built with it.
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var specimens = Path.Combine(bin.Parent!.Parent!.FullName, Specimens, bin.Name, Specimens + ".dll");
        var start = new ProcessStartInfo("dotnet", ["vstest", specimens])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POOL_REPORT_DIR"] = reportDirectory;
        start.Environment.Remove("POOL_RUN_ID");
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
