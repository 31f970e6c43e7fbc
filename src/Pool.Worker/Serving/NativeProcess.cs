using System.Runtime.InteropServices;

namespace Pool.Worker.Serving;

/// <summary>The few things about its own process that a worker needs from the operating system.</summary>
internal static partial class NativeProcess
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Ends the process without running anything else: a handler that hangs would leave an orphan.</summary>
    public static void ExitNow(int code)
    {
        if (!OperatingSystem.IsWindows())
            Exit(code);
        Environment.Exit(code);
    }

    /// <summary>
    /// Points the descriptors of standard input and output elsewhere, so that no native library reaches the frames.
    /// </summary>
    public static void DetachStandardStreams()
    {
        if (OperatingSystem.IsWindows())
            return;
        using Microsoft.Win32.SafeHandles.SafeFileHandle none = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read);
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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
