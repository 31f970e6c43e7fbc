using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pool.Benchmarking.Machine;

/// <summary>
/// Starts processes that may use one CPU only. A child inherits the mask of the thread that starts it (sched_setaffinity(2)),
/// so this thread takes it on for the moment of the start.
/// </summary>
internal static class CpuPinning
{
    private const int MaskBytes = 128;

    public static T On<T>(int? cpu, Func<T> start)
    {
        if (cpu is not { } one || !OperatingSystem.IsLinux())
            return start();
        var before = new byte[MaskBytes];
        var pinned = new byte[MaskBytes];
        pinned[one / 8] = (byte)(1 << (one % 8));
        Get(before);
        Set(pinned);
        try
        {
            return start();
        }
        finally
        {
            Set(before);
        }
    }

    private static unsafe void Get(byte[] mask)
    {
        fixed (byte* bytes = mask)
        {
            if (Libc.GetAffinity(0, mask.Length, bytes) < 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static unsafe void Set(byte[] mask)
    {
        fixed (byte* bytes = mask)
        {
            if (Libc.SetAffinity(0, mask.Length, bytes) < 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
