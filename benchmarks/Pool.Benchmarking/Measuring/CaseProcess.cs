using System.Diagnostics;
using Pool.Benchmarking.Machine;

namespace Pool.Benchmarking.Measuring;

/// <summary>Runs a case in a process of its own, so that no case inherits another's heap, threads or compiled code.</summary>
internal static class CaseProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a case and reads its figures, which are the last line that it prints.</summary>
    /// <param name="cpu">The one CPU that it and its workers may use; null for all.</param>
    /// <param name="arguments">The case and what it is given.</param>
    /// <exception cref="InvalidOperationException">The case failed; the message holds what it said.</exception>
    public static async Task<CaseRun> RunAsync(int? cpu, params string[] arguments)
    {
        var before = CpuUse.Now();
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
            info.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        info.ArgumentList.Add("case");
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        // The framework's code too is compiled here and optimised, as it would be once a long-lived process has run for a while.
        info.Environment["DOTNET_ReadyToRun"] = "0";
        using var process = CpuPinning.On(cpu, () => Process.Start(info)!);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        var last = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        if (process.ExitCode != 0 || last is null)
            throw new InvalidOperationException($"The case {string.Join(' ', arguments)} ended with status {process.ExitCode}: {await errors}");
        return new CaseRun(
            Figures.Read(last), CpuUse.ForeignCores(before, CpuUse.Now()));
    }
}
