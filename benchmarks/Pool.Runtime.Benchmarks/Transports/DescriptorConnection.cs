using System.ComponentModel;
using System.Runtime.InteropServices;
using Pool.Benchmarking.Machine;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>Reads and writes by system calls on the pipes' descriptors.</summary>
internal sealed class DescriptorConnection(RawWorker worker, MiniPool pool) : Connection(worker, pool)
{
    public override unsafe void Send(ReadOnlyMemory<byte> frame)
    {
        fixed (byte* bytes = frame.Span)
        {
            var written = Libc.Write(Worker.InputHandle, bytes, frame.Length);
            if (written != frame.Length)
                throw new Win32Exception(Marshal.GetLastPInvokeError(), $"write gave {written}");
        }
    }

    /// <summary>One read; false at the end of the worker's output.</summary>
    public unsafe bool ReadOnce()
    {
        nint got;
        fixed (byte* bytes = Room.Span)
            got = Libc.Read(Worker.OutputHandle, bytes, Room.Length);
        if (got > 0)
        {
            Received((int)got);
            return true;
        }

        return got < 0 && Marshal.GetLastPInvokeError() is Libc.Again or Libc.Interrupted;
    }

    public void MakeNonBlocking()
    {
        if (Libc.SetStatusFlags(Worker.OutputHandle, Libc.SetFlags, Libc.NonBlocking) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
