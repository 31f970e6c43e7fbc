using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>A job object of Windows whose processes end when its last handle is closed, which the death of this process does. Not tested.</summary>
internal sealed partial class WindowsJob : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000;

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION: of its fields only LimitFlags, behind two times of 8 bytes, is set.
    private const int LimitFlagsOffset = 16;
    private static readonly int Size = IntPtr.Size == 8 ? 144 : 112;

    public WindowsJob()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Null when the system gives none.</summary>
    public static unsafe WindowsJob? TryCreate()
    {
        var job = CreateJobObject(0, null);
        var limits = stackalloc byte[Size];
        new Span<byte>(limits, Size).Clear();
        *(uint*)(limits + LimitFlagsOffset) = KillOnClose;
        if (!job.IsInvalid && SetInformationJobObject(job, ExtendedLimits, limits, (uint)Size) != 0)
            return job;
        job.Dispose();
        return null;
    }

    /// <summary>Puts a process in; what it starts from then on is in it too. False when the system refuses.</summary>
    public bool TryAdd(Process process) => AssignProcessToJobObject(this, process.SafeHandle) != 0;

    protected override bool ReleaseHandle() => CloseHandle(handle) != 0;

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial WindowsJob CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    private static unsafe partial int SetInformationJobObject(WindowsJob job, int kind, byte* information, uint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int AssignProcessToJobObject(WindowsJob job, SafeProcessHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int CloseHandle(nint handle);
}
