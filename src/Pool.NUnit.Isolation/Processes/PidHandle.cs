using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>A Linux process that cannot be mistaken for a later one of the same id.</summary>
internal sealed class PidHandle : SafeHandleMinusOneIsInvalid
{
    private PidHandle(int descriptor, int processId)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        ProcessId = processId;
    }

    public int ProcessId { get; }

    /// <summary>Opens a process; null when there is none of this id.</summary>
    public static PidHandle? TryOpen(int processId)
    {
        int descriptor = LinuxNative.OpenPidFd(processId);
        return descriptor < 0 ? null : new PidHandle(descriptor, processId);
    }

    /// <summary>Sends a signal; false when the process has ended.</summary>
    public bool TrySend(int signal)
    {
        if (LinuxNative.SendSignal((int)handle, signal))
        {
            return true;
        }

        const int NoSuchProcess = 3;
        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess
            ? false
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Signal {signal} could not be sent to process {ProcessId}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})."));
    }

    /// <summary>Blocks until the process has ended; false when the time is over first.</summary>
    public bool WaitForExit(TimeSpan timeout, TimeProvider clock)
    {
        const int Interrupted = 4;
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            TimeSpan left = timeout - clock.GetElapsedTime(startedAt);
            int milliseconds = (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, int.MaxValue);
            PollDescriptor descriptor = new() { Descriptor = (int)handle, Events = LinuxNative.PollIn };
            int ready = LinuxNative.Poll(ref descriptor, 1, milliseconds);
            if (ready >= 0)
            {
                return ready == 1;
            }

            // poll(2) is never restarted after a signal, and the death of a child sends this process one.
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The end of process {ProcessId} could not be waited for: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})."));
            }
        }
    }

    protected override bool ReleaseHandle() => LinuxNative.Close((int)handle) == 0;
}
