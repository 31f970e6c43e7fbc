using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>One worker as a transport sees it: where requests are written and replies gathered.</summary>
internal abstract class Connection(RawWorker worker, MiniPool pool) : IThreadPoolWorkItem
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _count;

    public RawWorker Worker { get; } = worker;

    /// <summary>The call that the worker runs.</summary>
    public PendingCall? Current { get; set; }

    protected Memory<byte> Room => _buffer.AsMemory(_count);

    public abstract void Send(ReadOnlyMemory<byte> frame);

    void IThreadPoolWorkItem.Execute() => pool.Grant(this);

    /// <summary>Takes in what was read into <see cref="Room"/>; hands a whole reply to the pool.</summary>
    protected void Received(int bytes)
    {
        _count += bytes;
        var frame = RawFrames.WholeFrame(_buffer.AsSpan(0, _count));
        if (frame == 0)
            return;
        if (frame != _count)
            throw new InvalidDataException($"{_count} bytes came where one reply of {frame} was due.");
        RawFrames.Check(_buffer.AsSpan(0, frame), Current!.Id);
        _count = 0;
        pool.Replied(this);
    }
}
