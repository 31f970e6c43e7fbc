using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters;

/// <summary>The system calls that the process channel makes itself on Linux.</summary>
internal static partial class Libc
{
    public const int Interrupted = 4;
    public const int Again = 11;

    public const int SetStatusFlags = 4;
    public const int WriteOnly = 0x1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(SafeHandle handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(SafeHandle handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int ControlFile(SafeHandle handle, int command, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);
}
