using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>
/// The stacks of this process's threads, and what its asynchronous methods wait for. Read by a program of its own, since reading
/// takes a dump of the process and may crash.
/// </summary>
internal sealed class StackDump(int threadId, string testId)
{
    private const int MaxReportLength = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The stacks; why there are none, if that is so. Throws nothing.</summary>
    public async Task<StackReport> TakeAsync()
    {
        try
        {
            return await ReadAsync();
        }
        catch (Exception error)
        {
            return StackReport.None($"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<StackReport> ReadAsync()
    {
        string reader = Path.Combine(AppContext.BaseDirectory, "Pool.StackReader", "Pool.StackReader.dll");
        if (!File.Exists(reader))
        {
            return StackReport.None($"there is no {reader}. Rebuild the test project.");
        }

        using Process process = Start(reader);
        Task<string> output = ReadBoundedAsync(process.StandardOutput);
        Task<string> error = ReadBoundedAsync(process.StandardError);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return StackReport.None($"reading them took more than {Patience.TotalSeconds:0} s.");
        }

        // The process that writes the dump shares our output, and may be heard before the report.
        return (await output).Split('\n').LastOrDefault(static line => line.StartsWith('{')) is { } report && process.ExitCode == 0
            ? JsonSerializer.Deserialize<StackReport>(report) ?? StackReport.None("the reader said nothing.")
            : StackReport.None($"the reader ended with {process.ExitCode}: {(await error).Trim().Split('\n')[0]}");
    }

    private Process Start(string reader)
    {
        ProcessStartInfo start = new(DotNet())
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", reader, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), threadId.ToString(CultureInfo.InvariantCulture), testId,
            },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The reader could not be started.");
    }

    // Of the runtime that runs us, which may be no program on the path: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotNet() => Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static async Task<string> ReadBoundedAsync(StreamReader reader)
    {
        char[] buffer = new char[MaxReportLength];
        int length = await reader.ReadBlockAsync(buffer);
        // What is beyond is read all the same, or the writer would wait for ever.
        while (length == buffer.Length && await reader.ReadAsync(new char[4096]) > 0)
        {
        }

        return new string(buffer, 0, length);
    }
}
