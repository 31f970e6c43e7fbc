using System.Diagnostics;

namespace Pool.Worker.Tests.Processes;

internal sealed class PythonSdkTests
{
    [Test]
    public async Task Unit_tests_of_the_Python_sdk_pass()
    {
        var start = new ProcessStartInfo(
            Interpreter.Path, ["-m", "unittest", "discover", "--verbose", "--start-directory", "python_tests", "--top-level-directory", "python_tests"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["PYTHONPATH"] = AppContext.BaseDirectory;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));

        string report = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);

        process.ExitCode.ShouldBe(0, report);
        string[] lines = report.TrimEnd().Split('\n');
        lines[^1].ShouldStartWith("OK");
        foreach (string skipped in lines.Where(line => line.Contains("... skipped", StringComparison.Ordinal)))
            await TestContext.Out.WriteLineAsync(skipped);
    }
}
