using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>Frames over a pair of streams.</summary>
internal sealed class FramedChannel(Stream input, Stream output, FrameLimits limits)
{
    private readonly FrameReader _reader = new(output, limits);
    private readonly FrameWriter _writer = new(input, limits);

    public ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken) =>
        _writer.WriteAsync(message, cancellationToken);

    /// <summary>Lowers the limit of what is sent to what the worker's hello says it takes.</summary>
    public void Restrict(int maxFrameBytes) => _writer.Restrict(maxFrameBytes);

    public async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var frame = await _reader.ReadAsync(cancellationToken);
        return frame is null ? null : WorkerMessageCodec.Decode(frame);
    }
}
