using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>A thread that blocks in the process stream's own read, and the stream's own asynchronous writes.</summary>
internal sealed class StreamThreadConnection(RawWorker worker, MiniPool pool) : Connection(worker, pool)
{
    public override void Send(ReadOnlyMemory<byte> frame)
    {
        var write = Worker.Input.WriteAsync(frame);
        if (!write.IsCompletedSuccessfully)
            write.AsTask().GetAwaiter().GetResult();
    }

    public void Read()
    {
        while (Worker.Output.Read(Room.Span) is > 0 and var got)
            Received(got);
    }
}
