using System.Runtime.InteropServices;

namespace Pool.Runtime.Adapters.Processes;

/// <summary>The system calls that name a process without the race of a reused id: pidfd_open(2), pidfd_send_signal(2).</summary>
internal static partial class LinuxNative
{
    public const int SigKill = 9;
    public const int SigCont = 18;
    public const int SigStop = 19;
    public const short PollIn = 1;

    // The same number on every architecture: both calls came after the tables were unified in Linux 5.x.
    private const nint SendSignalNumber = 424;
    private const nint OpenNumber = 434;

    public static int OpenPidFd(int processId) => (int)SystemCall(OpenNumber, processId, 0, 0, 0);

    public static bool SendSignal(int pidFd, int signal) => SystemCall(SendSignalNumber, pidFd, signal, 0, 0) == 0;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollDescriptor descriptor, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}
