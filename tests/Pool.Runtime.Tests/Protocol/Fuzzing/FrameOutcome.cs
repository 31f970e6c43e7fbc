using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>What the decoders under test made of the next bytes of a stream.</summary>
/// <param name="Frame">The frame; null at the end of the stream, and when already the frame was refused.</param>
/// <param name="Message">The message, when there is one.</param>
/// <param name="Refusal">Why there is no message.</param>
internal sealed record FrameOutcome(Frame? Frame, object? Message, ProtocolException? Refusal)
{
    public bool IsEnd => Frame is null && Refusal is null;

    public static async ValueTask<FrameOutcome> NextAsync(FrameReader reader, bool isOfHost)
    {
        Frame? frame = null;
        try
        {
            frame = await reader.ReadAsync(CancellationToken.None);
            object? message = frame is null ? null
                : isOfHost ? HostMessageCodec.Decode(frame)
                : WorkerMessageCodec.Decode(frame);
            return new FrameOutcome(frame, message, null);
        }
        catch (ProtocolException refusal)
        {
            return new FrameOutcome(frame, null, refusal);
        }
    }
}
