using System.ComponentModel;
using System.Diagnostics;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>Finds out, by trying, which guard the machine allows.</summary>
/// <remarks>
/// Containers and distributions forbid namespaces in more ways than can be asked for, so the chain is run with a program that
/// does nothing. Blocks for some milliseconds.
/// </remarks>
internal static class GuardProbe
{
    private const int PatienceMs = 10_000;

    // The kernel keeps it through exec(2), and clears it for a child: the worker's own processes don't have it.
    private static readonly string[] DeathSignal = ["--pdeathsig", "KILL", "--"];

    // A /proc of its own, so that libraries which look themselves up there by their process id find themselves.
    private static readonly string[] Namespace = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    private static readonly string[] UserNamespace = ["--user", "--map-current-user"];

    public static GuardChain Run(OrphanGuard highest)
    {
        if (OperatingSystem.IsWindows())
            return Windows(highest);
        if (highest == OrphanGuard.EndOfInput)
            return new GuardChain(OrphanGuard.EndOfInput, [], null);
        if (!OperatingSystem.IsLinux())
            return Fallback("no other guard is known for this operating system");
        if (SystemProgram.Find("setpriv") is not { } setpriv)
            return Fallback("'setpriv' of util-linux is not installed");
        if (SystemProgram.Find("true") is not { } nothing)
            return Fallback("'true' of coreutils is not installed, so nothing can be tried");

        // A session of its own: what a terminal sends to the host's processes does not reach the worker.
        List<string> deathSignal = [.. SystemProgram.Find("setsid") is { } setsid ? [setsid] : Array.Empty<string>(), setpriv, .. DeathSignal];
        if (Try(deathSignal, nothing) is { } problem)
            return Fallback(problem);
        if (highest < OrphanGuard.ProcessNamespace)
            return new GuardChain(OrphanGuard.ParentDeathSignal, deathSignal, null);
        return WithNamespace(deathSignal, nothing);
    }

    private static GuardChain WithNamespace(List<string> deathSignal, string nothing)
    {
        if (SystemProgram.Find("unshare") is not { } unshare)
            return new GuardChain(OrphanGuard.ParentDeathSignal, deathSignal, "'unshare' of util-linux is not installed");
        List<string> privileged = [.. deathSignal, unshare, .. Namespace, "--"];
        List<string> unprivileged = [.. deathSignal, unshare, .. UserNamespace, .. Namespace, "--"];
        string? problem = null;
        foreach (var chain in Environment.IsPrivilegedProcess ? new[] { privileged, unprivileged } : [unprivileged])
        {
            problem = Try(chain, nothing);
            if (problem is null)
                return new GuardChain(OrphanGuard.ProcessNamespace, chain, null);
        }

        return new GuardChain(OrphanGuard.ParentDeathSignal, deathSignal, problem);
    }

    private static GuardChain Fallback(string shortfall) => new(OrphanGuard.EndOfInput, [], shortfall);

    private static GuardChain Windows(OrphanGuard highest) => highest >= OrphanGuard.JobObject
        ? new GuardChain(OrphanGuard.JobObject, [], null)
        : new GuardChain(OrphanGuard.EndOfInput, [], null);

    // What went wrong, or null.
    private static string? Try(List<string> chain, string program)
    {
        var start = new ProcessStartInfo(chain[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in chain.Skip(1).Append(program))
            start.ArgumentList.Add(argument);
        // Read back for people.
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            if (!process.WaitForExit(PatienceMs))
            {
                process.Kill();
                return $"'{string.Join(' ', chain)}' did not end within {PatienceMs} ms";
            }

            return process.ExitCode == 0 ? null
                : $"'{string.Join(' ', chain)}' ended with status {process.ExitCode}: {process.StandardError.ReadToEnd().Trim()}";
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return $"'{chain[0]}' could not be started: {e.Message}";
        }
    }
}
