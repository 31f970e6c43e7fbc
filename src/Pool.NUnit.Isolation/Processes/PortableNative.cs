using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>Suspending a process where there is no pidfd: every thread of it on Windows, by signal on macOS. Untested on both.</summary>
internal static partial class PortableNative
{
    // The numbers of BSD and macOS, which are not Linux's.
    private const int BsdSigStop = 17;
    private const int BsdSigCont = 19;

    /// <summary>Suspends; false when the system refuses.</summary>
    public static bool Suspend(Process process) => OperatingSystem.IsWindows()
        ? NtSuspendProcess(process.Handle) >= 0
        : Kill(process.Id, BsdSigStop) == 0;

    /// <summary>Lets it run on; false when it is gone.</summary>
    public static bool Resume(Process process) => OperatingSystem.IsWindows()
        ? NtResumeProcess(process.Handle) >= 0
        : Kill(process.Id, BsdSigCont) == 0;

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtSuspendProcess(nint process);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtResumeProcess(nint process);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
