using System.Buffers.Binary;

namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>Cuts bytes into frames by sections 2 and 3 of the specification.</summary>
internal sealed class ReferenceStream(byte[] bytes, int maxFrameBytes)
{
    private const int MaxDepth = 64;
    private const int MaxBlobs = 1024;

    /// <summary>Where the next frame begins.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the stream ended properly: not inside a frame, and after no malformed one.</summary>
    public bool IsAtEnd => Position == bytes.Length;

    /// <summary>Whether what follows might still become a frame if more bytes came.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>
    /// The next frame; null at the end, and when what follows is cut short or breaks a rule of frames. Then nothing is
    /// said about where a next frame would begin (P35).
    /// </summary>
    public ReferenceFrame? Next()
    {
        int left = bytes.Length - Position - 4;
        IsCutShort = left < 0 && !IsAtEnd;
        if (left < 0)
            return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(Position));
        if (length < 2 || length > maxFrameBytes)
            return null;
        IsCutShort = length > left;
        if (IsCutShort)
            return null;
        int start = Position + 4;
        int end = start + (int)length;
        ReferenceValue? root = ReferenceJson.Parse(bytes, start, end, MaxDepth, out bool hasHalfAPair);
        if (root is not { Kind: ReferenceKind.Object } || Blobs(root, end, maxFrameBytes - (int)length) is not { } blobs)
            return null;
        Position = blobs.Count == 0 ? end : blobs[^1].End.Value;
        return new ReferenceFrame(bytes, root, blobs, hasHalfAPair);
    }

    private List<Range>? Blobs(ReferenceValue root, int start, long room)
    {
        if (root.Members.Count(member => member.Name.Equals("blobs", StringComparison.Ordinal)) > 1)
            return null;
        if (root.Member("blobs") is not { } declared)
            return [];
        if (declared.Kind != ReferenceKind.List || declared.Items.Count > MaxBlobs)
            return null;
        var blobs = new List<Range>();
        long end = start;
        foreach (ReferenceValue item in declared.Items)
        {
            if (item.Integer is not { } length || length < 0 || length > room)
                return null;
            room -= length;
            blobs.Add((int)end..(int)(end + length));
            end += length;
        }

        IsCutShort = end > bytes.Length;
        return IsCutShort ? null : blobs;
    }
}
