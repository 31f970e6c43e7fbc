namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>One worker, spoken to with the stream's own asynchronous reads and writes.</summary>
internal sealed class AsyncClient(RawWorker worker)
{
    private readonly RawFrames _frames = new();
    private readonly byte[] _reply = new byte[16 * 1024];
    private long _id = 1;

    public async ValueTask EchoAsync()
    {
        await worker.Input.WriteAsync(_frames.Encode(++_id));
        var count = 0;
        int frame;
        while ((frame = RawFrames.WholeFrame(_reply.AsSpan(0, count))) == 0)
        {
            var got = await worker.Output.ReadAsync(_reply.AsMemory(count));
            count += got > 0 ? got : throw new EndOfStreamException();
        }

        RawFrames.Check(_reply.AsSpan(0, frame), _id);
    }
}
