using System.Runtime.InteropServices;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>Signals to a worker.</summary>
internal static partial class Signals
{
    private const int InterruptSignal = 2;

    public static void Interrupt(int pid)
    {
        if (OperatingSystem.IsWindows())
            throw new NotApplicableException("this system has no signals");
        if (Kill(pid, InterruptSignal) != 0)
            throw new BrokenRequirementException($"process {pid} is gone: SIGINT can't be sent to it");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
