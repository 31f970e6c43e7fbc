using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>
/// Reads the lengths of the blobs that a frame's JSON declares, and refuses them before anything is allocated.
/// </summary>
internal static class BlobDeclaration
{
    public static int[] Read(ReadOnlySpan<byte> json, FrameLimits limits)
    {
        // A key that means "blobs" is spelled so or has a \u escape; most frames have neither and need no pass of
        // their own.
        if (json.IndexOf("\"blobs\""u8) < 0 && json.IndexOf("\\u"u8) < 0)
            return [];
        try
        {
            return Scan(json, limits);
        }
        catch (Exception broken) when (WireFormat.IsUnreadable(broken))
        {
            throw Malformed.Json(json.Length, broken);
        }
    }

    private static int[] Scan(ReadOnlySpan<byte> json, FrameLimits limits)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        int[]? lengths = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Malformed.NoObject(reader.TokenType);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool declares = reader.ValueTextEquals("blobs"u8);
            reader.Read();
            if (!declares)
                reader.Skip();
            else if (lengths is null)
                lengths = Lengths(ref reader, json.Length, limits);
            else
                throw Malformed.Because("the field 'blobs' occurs twice");
        }

        // One more read makes the reader refuse whatever follows the object, rather than wait for blobs.
        reader.Read();
        return lengths ?? [];
    }

    private static int[] Lengths(ref Utf8JsonReader reader, int jsonBytes, FrameLimits limits)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return [];
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Malformed.Because($"the field 'blobs' is no array but {reader.TokenType}");
        var lengths = new List<int>();
        long total = jsonBytes;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long length) || length < 0)
                throw Malformed.Because($"entry {lengths.Count} of 'blobs' is no length in bytes");
            if (lengths.Count == limits.MaxBlobs)
                throw Malformed.Because($"it declares more than {limits.MaxBlobs} blobs");
            if (length > limits.MaxFrameBytes - total)
            {
                throw new ProtocolException(
                    ProtocolFault.TooLarge,
                    $"A frame of {total} bytes up to its blob {lengths.Count} declares {length} more; "
                    + $"the limit is {limits.MaxFrameBytes} bytes.");
            }

            total += length;
            lengths.Add((int)length);
        }

        return [.. lengths];
    }
}
