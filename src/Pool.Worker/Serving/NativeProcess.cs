using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Worker.Serving;

/// <summary>The few things about its own process that a worker needs from the operating system.</summary>
internal static partial class NativeProcess
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int CloseOnExec = 0x80000;

    /// <summary>Ends the process without running anything else: a handler that hangs would leave an orphan.</summary>
    public static void ExitNow(int code)
    {
        if (!OperatingSystem.IsWindows())
            Exit(code);
        Environment.Exit(code);
    }

    /// <summary>
    /// Standard output by a duplicate that child processes don't inherit. The stream that <see cref="Console"/> gives takes no
    /// notice of an output that nobody reads any more, and so would keep a worker alive without a host.
    /// </summary>
    public static Stream OpenOutput()
    {
        if (!OperatingSystem.IsLinux())
            return Console.OpenStandardOutput();
        int number = Duplicate(StandardOutput);
        if (number < 0 || Duplicate(StandardOutput, number, CloseOnExec) < 0)
            throw new IOException($"Standard output can't be duplicated: error {Marshal.GetLastPInvokeError()} of dup.");
        return new FileStream(new SafeFileHandle(number, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>
    /// Points the descriptors of standard input and output elsewhere, so that no native library reaches the frames.
    /// </summary>
    public static void DetachStandardStreams()
    {
        if (OperatingSystem.IsWindows())
            return;
        using SafeFileHandle none = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read);
        if (Duplicate((int)none.DangerousGetHandle(), StandardInput) < 0)
            throw new IOException($"Standard input can't be replaced: error {Marshal.GetLastPInvokeError()} of dup2.");
        if (Duplicate(StandardError, StandardOutput) < 0)
            throw new IOException($"Standard output can't be replaced: error {Marshal.GetLastPInvokeError()} of dup2.");
    }

    /// <summary>Sends a signal to this process; false where there are none or the number is none.</summary>
    public static bool Raise(int signal) => !OperatingSystem.IsWindows() && Kill(Environment.ProcessId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int from);

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int from, int to, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
