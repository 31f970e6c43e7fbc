using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters;

/// <summary>The system calls that the process adapter makes itself on Linux.</summary>
internal static partial class Libc
{
    public const int Interrupted = 4;
    public const int Again = 11;

    public const int SetStatusFlags = 4;
    public const int WriteOnly = 0x1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    // statx(2): its structure is the same on every architecture, unlike that of stat(2).
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int PermissionBits = 0xFFF;
    private const int TypeBits = 0xF000;
    private const int DirectoryType = 0x4000;

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(SafeHandle handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(SafeHandle handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int ControlFile(SafeHandle handle, int command, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static unsafe partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    /// <summary>Owner and permissions of a folder itself, not of what a link points to; null when it is none.</summary>
    public static (uint Owner, UnixFileMode Mode)? ReadOwner(string directory)
    {
        Span<byte> status = stackalloc byte[256];
        if (Status(CurrentDirectory, directory, NoFollow, TypeModeAndOwner, ref MemoryMarshal.GetReference(status)) != 0)
            return null;
        var owner = MemoryMarshal.Read<uint>(status[OwnerOffset..]);
        var mode = MemoryMarshal.Read<ushort>(status[ModeOffset..]);
        return (mode & TypeBits) == DirectoryType ? (owner, (UnixFileMode)(mode & PermissionBits)) : null;
    }

    /// <summary>A pipe, both ends closed in programs that this process starts.</summary>
    /// <exception cref="IOException">The system gives none.</exception>
    public static (SafePipeHandle Read, SafePipeHandle Write) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        if (Pipe(ref MemoryMarshal.GetReference(ends), CloseOnExec) != 0)
            throw new IOException($"No pipe could be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        return (new SafePipeHandle(ends[0], ownsHandle: true), new SafePipeHandle(ends[1], ownsHandle: true));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(ref int ends, int flags);
}
