using System.ComponentModel;
using System.Runtime.InteropServices;
using Pool.Benchmarking.Machine;

namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>One worker, spoken to with read(2) and write(2) on the caller's thread.</summary>
internal sealed class BlockingClient(RawWorker worker)
{
    private readonly RawFrames _frames = new();
    private readonly byte[] _reply = new byte[16 * 1024];
    private long _id = 1;

    public unsafe void Echo()
    {
        var request = _frames.Encode(++_id);
        fixed (byte* bytes = request.Span)
        {
            if (Libc.Write(worker.InputHandle, bytes, request.Length) != request.Length)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var count = 0;
        int frame;
        while ((frame = RawFrames.WholeFrame(_reply.AsSpan(0, count))) == 0)
        {
            nint got;
            fixed (byte* bytes = _reply)
                got = Libc.Read(worker.OutputHandle, bytes + count, _reply.Length - count);
            count += got > 0 ? (int)got : throw new EndOfStreamException();
        }

        RawFrames.Check(_reply.AsSpan(0, frame), _id);
    }
}
