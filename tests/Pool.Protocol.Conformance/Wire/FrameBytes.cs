using System.Buffers.Binary;
using System.Text;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>Frames as bytes, also such as no host would send.</summary>
internal static class FrameBytes
{
    public const int HeaderBytes = 4;

    public static byte[] Of(string json, params byte[][] blobs) => Of(Encoding.UTF8.GetBytes(json), blobs);

    public static byte[] Of(byte[] json, params byte[][] blobs) => [.. Length((uint)json.Length), .. json, .. blobs.SelectMany(blob => blob)];

    public static byte[] Length(uint bytes)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32BigEndian(header, bytes);
        return header;
    }
}
