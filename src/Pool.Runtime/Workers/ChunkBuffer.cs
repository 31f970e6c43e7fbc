using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// Chunks on their way from a worker to whoever reads the stream, never more than the window. What is read is granted
/// anew, half a window at a time. One reader.
/// </summary>
internal sealed class ChunkBuffer : ReplySink
{
    private readonly int _window;
    private readonly ReplySink? _others;
    private readonly Channel<Payload> _chunks = Channel.CreateUnbounded<Payload>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private PooledWorker? _worker;
    private long _id;
    private volatile bool _hasDelivered;
    private int _granted;
    private int _read;

    public ChunkBuffer(int window, ReplySink? others) => (_window, _others) = (window, others);

    public override int? Window => _window;

    public override bool HasDelivered => _hasDelivered;

    public override void Begin(PooledWorker worker, long id)
    {
        (_worker, _id) = (worker, id);
        Volatile.Write(ref _granted, _window);
        _others?.Begin(worker, id);
    }

    public override string? Take(WorkerMessage message)
    {
        if (message is not WorkerChunk { Value: var value })
            return _others?.Take(message);
        if (Interlocked.Decrement(ref _granted) < 0)
            return $"It sent more chunks of request {_id} than it was granted; its window is {_window}.";
        _hasDelivered = true;
        _chunks.Writer.TryWrite(value);
        return null;
    }

    public override void End()
    {
        _chunks.Writer.TryComplete();
        _others?.End();
    }

    public ValueTask<bool> WaitToReadAsync() => _chunks.Reader.WaitToReadAsync();

    /// <summary>Takes the next chunk, and lets the worker send more when enough were taken.</summary>
    public bool TryRead(out Payload? chunk)
    {
        if (!_chunks.Reader.TryRead(out chunk))
            return false;
        if (++_read >= Math.Max(1, _window / 2))
        {
            var taken = _read;
            _read = 0;
            Interlocked.Add(ref _granted, taken);
            // Told in the background; a worker that is gone needs no more credit.
            _ = _worker!.TellAsync(new HostCredit(_id, taken));
        }

        return true;
    }
}
