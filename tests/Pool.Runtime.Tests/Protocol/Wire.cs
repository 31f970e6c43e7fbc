using System.Buffers.Binary;
using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

/// <summary>Frames to and from bytes, as they stand on the wire.</summary>
internal static class Wire
{
    public static byte[] Bytes(string json, params byte[][] blobs) => Bytes(Encoding.UTF8.GetBytes(json), blobs);

    public static byte[] Bytes(byte[] json, params byte[][] blobs)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, json.Length);
        return [.. prefix, .. json, .. blobs.SelectMany(blob => blob)];
    }

    public static async Task<Frame?> ReadAsync(byte[] bytes, FrameLimits? limits = null)
    {
        using var stream = new MemoryStream(bytes);
        return await new FrameReader(stream, limits ?? FrameLimits.Default).ReadAsync(CancellationToken.None);
    }

    public static async Task<ProtocolException> RefusalAsync(byte[] bytes, FrameLimits? limits = null) =>
        await Should.ThrowAsync<ProtocolException>(() => ReadAsync(bytes, limits));

    public static Frame FrameOf(string json, params byte[][] blobs) =>
        new(Encoding.UTF8.GetBytes(json), [.. blobs.Select(blob => (ReadOnlyMemory<byte>)blob)]);

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
