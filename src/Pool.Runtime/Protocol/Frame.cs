namespace Pool.Runtime.Protocol;

/// <summary>
/// One frame as it crosses the wire, without its length prefix: JSON text and the blobs that follow it.
/// </summary>
internal sealed class Frame
{
    public Frame(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        Json = json;
        Blobs = blobs;
    }

    /// <summary>UTF-8 text of the frame's JSON object, which declares the lengths of <see cref="Blobs"/>.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs { get; }
}
