using System.Diagnostics;
using Pool.NUnit.Isolation;

namespace TextAnalytics.Tests;

/// <summary>A program that a test runs to its end, in the folder of the test's assembly.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Its exit code, and what it wrote to either output.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        TestEnvironment environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // What the program leaves behind is found by them, and fails the test.
        foreach ((string name, string? value) in environment.ProcessVariables)
            start.Environment[name] = value;
        start.Environment["PYTHONPATH"] = AppContext.BaseDirectory;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(environment.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(environment.CancellationToken);
        try
        {
            await process.WaitForExitAsync(environment.CancellationToken).WaitAsync(Limit, environment.CancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.HasExited ? process.ExitCode : -1, await output, await error);
    }
}
