using System.Text;
using System.Text.Json;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>What holds for the JSON of every frame that a worker writes.</summary>
internal static class FrameRules
{
    private const int MaxDepth = 64;
    private const int MaxBlobs = 1024;
    private const int ShownBytes = 80;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Judge(byte[] json, out JsonElement root)
    {
        try
        {
            Strict.GetCharCount(json);
            root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (Exception invalid) when (invalid is JsonException or DecoderFallbackException)
        {
            throw new BrokenRequirementException($"a frame holds no strict JSON (P6), {invalid.Message} {Excerpt(json)}");
        }

        if (root.ValueKind != JsonValueKind.Object)
            throw new BrokenRequirementException($"a frame's JSON is no object (P6): {Excerpt(json)}");
        MessageShapes.Judge(root);
    }

    public static long[] BlobLengths(JsonElement root)
    {
        if (!root.TryGetProperty("blobs", out JsonElement declared) || declared.ValueKind == JsonValueKind.Null)
            return [];
        if (declared.ValueKind != JsonValueKind.Array || declared.GetArrayLength() > MaxBlobs)
            throw new BrokenRequirementException($"'blobs' is no list of at most {MaxBlobs} lengths (P7, P8): {declared.GetRawText()}");
        return [.. declared.EnumerateArray().Select(length => MessageShapes.Integer("blobs", length, 0))];
    }

    /// <summary>The first bytes, as text where they are text.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> shown = bytes[..Math.Min(bytes.Length, ShownBytes)];
        return shown.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Convert.ToHexStringLower(shown) : Encoding.ASCII.GetString(shown);
    }
}
