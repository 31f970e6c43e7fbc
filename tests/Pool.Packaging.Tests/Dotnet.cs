using System.Diagnostics;
using System.Text;

namespace Pool.Packaging.Tests;

/// <summary>Runs <c>dotnet</c> as a newcomer would: without what the test host's own build left in the environment.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[] ForeignPrefixes = ["MSBUILD", "VSTEST", "POOL_", "TEST_MODE"];

    public static async Task<DotnetResult> RunAsync(string directory, string packagesFolder, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string name in info.Environment.Keys.Where(IsForeign).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["NUGET_PACKAGES"] = packagesFolder;
        // A node or compiler that stays would hold files of the directory that the test deletes.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["UseSharedCompilation"] = "false";
        var output = new StringBuilder();
        using var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException error)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`dotnet {string.Join(' ', arguments)}` took longer than {Limit}. It printed:\n{output}", error);
        }

        return new DotnetResult(process.ExitCode, output.ToString());
    }

    private static bool IsForeign(string name) =>
        Array.Exists(ForeignPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
