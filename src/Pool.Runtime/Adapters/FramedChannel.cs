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

    public ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var read = _reader.ReadAsync(cancellationToken);
#pragma warning disable VSTHRD103 // It has completed.
        return read.IsCompletedSuccessfully ? new ValueTask<WorkerMessage?>(Decoded(read.Result)) : DecodeAsync(read);
#pragma warning restore VSTHRD103
    }

    private static async ValueTask<WorkerMessage?> DecodeAsync(ValueTask<Frame?> read) => Decoded(await read);

    private static WorkerMessage? Decoded(Frame? frame) => frame is null ? null : WorkerMessageCodec.Decode(frame);
}
