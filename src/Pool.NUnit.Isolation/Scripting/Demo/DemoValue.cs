using System.Text.Json;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>
/// Arguments as objects: null, bool, string, byte array, list, dictionary; a number stays a <see cref="JsonElement"/>, so that
/// it is sent back digit for digit.
/// </summary>
internal static class DemoValue
{
    private const string BlobKey = "$blob";

    public static object? From(JsonElement element, IReadOnlyList<ReadOnlyMemory<byte>> blobs) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.Clone(),
        JsonValueKind.Array => element.EnumerateArray().Select(item => From(item, blobs)).ToList(),
        _ when element.TryGetProperty(BlobKey, out JsonElement index) && index.TryGetInt32(out int i) && i >= 0 && i < blobs.Count =>
            blobs[i].ToArray(),
        _ => element.EnumerateObject().ToDictionary(static p => p.Name, p => From(p.Value, blobs), StringComparer.Ordinal),
    };
}
