using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters;

/// <summary>What the operating system says a process takes.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident memory of a process and of all that descend from it, in bytes; null when it is gone or its system does not tell.</summary>
    /// <remarks>Pages that several of them share count for each. Elsewhere than on Linux it is that of the process alone.</remarks>
    public static long? ReadResidentBytesOfTree(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return ReadResidentBytes(processId);
        return ReadResidentBytes(processId) is { } own
            ? own + ProcFile.Tree(processId).Skip(1).Sum(child => ReadResidentBytes(child) ?? 0)
            : null;
    }

    /// <summary>Resident memory of one process, in bytes; null when it is gone or its system does not tell.</summary>
    public static long? ReadResidentBytes(int processId)
    {
        try
        {
            // One short read there; the class of the runtime would list and parse everything about the process.
            if (OperatingSystem.IsLinux())
                return ReadStatm(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/statm")));
            using var process = Process.GetProcessById(processId);
            return process.WorkingSet64;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // Its second number counts the resident pages (proc_pid_statm(5)).
    internal static long? ReadStatm(string statm) =>
        statm.Split(' ', 3) is [_, var resident, _] && long.TryParse(resident, NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
            ? pages * Environment.SystemPageSize
            : null;
}
