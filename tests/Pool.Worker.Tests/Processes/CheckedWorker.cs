using System.Diagnostics;

namespace Pool.Worker.Tests.Processes;

/// <summary>Runs a worker's <c>check</c>.</summary>
internal static class CheckedWorker
{
    /// <summary>Runs a command line; returns its exit code and the lines of its standard output.</summary>
    public static async Task<(int Code, string[] Lines)> RunAsync(string[] commandLine, string? failingHook = null)
    {
        var start = new ProcessStartInfo(commandLine[0], commandLine[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PYTHONPATH"] = AppContext.BaseDirectory + Path.PathSeparator + Path.Combine(AppContext.BaseDirectory, "python_tests");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["SPECIMEN_HOOKS"] = failingHook;
        using Process process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
        string output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        await errors;
        return (process.ExitCode, output.TrimEnd().Split(Environment.NewLine));
    }
}
