using System.ComponentModel;
using System.Diagnostics;
using Pool.Runtime.Adapters.Guards;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.Launching;

/// <summary>Starts a program with the guard of its host in front.</summary>
internal static class ProcessLauncher
{
    /// <param name="host">Whose process it will be.</param>
    /// <param name="setup">What that host allows.</param>
    /// <param name="options">Program, arguments, folder.</param>
    /// <param name="limits">Limits to put in front of the program; null for none.</param>
    /// <param name="variables">All its variables.</param>
    /// <param name="more">Arguments behind those of the options.</param>
    /// <exception cref="WorkerStartFailure">It could not be started.</exception>
    public static async Task<Process> StartAsync(
        WorkerHost host, HostSetup setup, ProcessAdapterOptions options, WorkerLimits? limits, IReadOnlyDictionary<string, string> variables, params string[] more)
    {
        var folder = Path.GetFullPath(options.WorkingDirectory ?? ".");
        if (!Directory.Exists(folder))
            throw new WorkerStartFailure($"{options.Description} could not be started: its working directory '{folder}' does not exist.", null);
        // Found here, since what stands in front could say no more than that something was not found.
        var program = OperatingSystem.IsWindows() ? options.FileName
            : SystemProgram.Resolve(options.FileName, folder, variables.GetValueOrDefault("PATH")) ?? throw new WorkerStartFailure(
                $"{options.Description} could not be started: no program '{options.FileName}' was found that may be executed. Looked in '{folder}' and PATH.", null);
        string[] line = [.. setup.Chain.Prefix, .. LimitChain.For(limits), program, .. options.Arguments, .. more];
        var info = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in line.Skip(1))
            info.ArgumentList.Add(argument);
        info.Environment.Clear();
        foreach (var (name, value) in variables)
            info.Environment[name] = value;
        try
        {
            return await host.SpawnAsync(info, setup);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new WorkerStartFailure($"{options.Description} could not be started: {e.Message}", e);
        }
    }
}
