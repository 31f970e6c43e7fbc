using System.Buffers.Text;
using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>
/// The most frequent message by far, as our own workers write it: a result with nothing but its id and value, in that
/// order and without spaces. Read in half the time; whatever is written otherwise, or is wrong, is left to the full decoder.
/// </summary>
internal static class PlainResult
{
    public static WorkerResult? TryRead(Frame frame, int maxDepth)
    {
        ReadOnlySpan<byte> json = frame.Json.Span;
        ReadOnlySpan<byte> head = """{"type":"result","id":"""u8;
        ReadOnlySpan<byte> between = ""","value":"""u8;
        // A depth of 0 would mean the reader's own default.
        if (maxDepth < 2 || frame.Blobs.Count > 0 || !json.StartsWith(head) || json[^1] != (byte)'}')
            return null;
        ReadOnlySpan<byte> rest = json[head.Length..];
        // A leading zero is no number in JSON, and no id.
        if (rest[0] is < (byte)'1' or > (byte)'9' || !Utf8Parser.TryParse(rest, out long id, out int digits) || !rest[digits..].StartsWith(between))
            return null;
        int start = head.Length + digits + between.Length;
        ReadOnlyMemory<byte> value = frame.Json[start..^1];
        return IsOneValue(value.Span, maxDepth) ? new WorkerResult(id, new Payload(value, []), []) : null;
    }

    private static bool IsOneValue(ReadOnlySpan<byte> json, int maxDepth)
    {
        try
        {
            // One level less than the message, which is the level around it.
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth - 1 });
            if (!reader.Read() || reader.TokenStartIndex != 0)
                return false;
            reader.Skip();
            return reader.BytesConsumed == json.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
