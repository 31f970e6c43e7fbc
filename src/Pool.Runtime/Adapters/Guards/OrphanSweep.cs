using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>Ends what dead hosts have left behind.</summary>
/// <remarks>
/// Nothing is signalled that does not carry the host's tag in the environment it was started with: an id that the host had
/// noted may have gone to somebody else since. Linux only.
/// </remarks>
internal static class OrphanSweep
{
    // What is killed may have started another the moment before.
    private const int MostPasses = 10;

    /// <summary>Sweeps after every dead host of the folder, and adds each to <paramref name="swept"/>. Blocks.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be read.</exception>
    /// <exception cref="InvalidOperationException">A process may not be signalled.</exception>
    public static void Run(string parent, TimeProvider time, ICollection<SweptHost> swept)
    {
        foreach (var host in HostFolder.FindDead(parent, time))
        {
            using (host)
            {
                var killed = KillAll((WorkerTag.HostVariable, host.Id));
                var strangers = HostFolder.ReadProcesses(host.Path).Count(noted => ProcFile.StartTime(noted.ProcessId) is { } start && start != noted.StartTime);
                swept.Add(new SweptHost(host.Id, killed, strangers));
            }
        }
    }

    /// <summary>Kills every process that carries all these variables, and returns how many it killed.</summary>
    public static int KillAll(params ReadOnlySpan<(string Name, string Value)> tag)
    {
        // One that is dying may still be seen in the next pass.
        var killed = new HashSet<int>();
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var before = killed.Count;
            foreach (var id in ProcFile.ProcessIds())
            {
                if (id != Environment.ProcessId && TryKill(id, tag))
                    killed.Add(id);
            }

            if (killed.Count == before)
                break;
        }

        return killed.Count;
    }

    // Opened before the tag is read: from then on the id can't come to mean another process.
    private static bool TryKill(int processId, ReadOnlySpan<(string Name, string Value)> tag)
    {
        if (!ProcFile.HasVariables(processId, tag) || !ProcFile.IsAlive(processId))
            return false;
        using var process = PidHandle.TryOpen(processId);
        return process is not null && ProcFile.HasVariables(processId, tag) && process.TrySend(LinuxNative.SigKill);
    }
}
