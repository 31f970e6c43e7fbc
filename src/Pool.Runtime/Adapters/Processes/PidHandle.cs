using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters.Processes;

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
        var descriptor = LinuxNative.OpenPidFd(processId);
        return descriptor < 0 ? null : new PidHandle(descriptor, processId);
    }

    /// <summary>Sends a signal; false when the process has ended.</summary>
    public bool TrySend(int signal)
    {
        if (LinuxNative.SendSignal((int)handle, signal))
            return true;

        const int NoSuchProcess = 3;
        var error = Marshal.GetLastPInvokeError();
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
        var startedAt = clock.GetTimestamp();
        while (true)
        {
            var left = timeout - clock.GetElapsedTime(startedAt);
            var milliseconds = (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, int.MaxValue);
            var descriptor = new PollDescriptor { Descriptor = (int)handle, Events = LinuxNative.PollIn };
            var ready = LinuxNative.Poll(ref descriptor, 1, milliseconds);
            if (ready >= 0)
                return ready == 1;

            // poll(2) is never restarted after a signal, and the death of a child sends this process one.
            var error = Marshal.GetLastPInvokeError();
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
