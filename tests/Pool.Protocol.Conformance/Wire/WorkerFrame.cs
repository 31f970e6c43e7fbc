using System.Text;
using System.Text.Json;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>A frame that a worker wrote, found to keep the rules of <see cref="FrameRules"/>.</summary>
internal sealed record WorkerFrame(byte[] Json, JsonElement Root, IReadOnlyList<byte[]> Blobs)
{
    private const int ShownChars = 200;

    public string Type { get; } = Root.GetProperty("type").GetString()!;

    public long? Id { get; } = Root.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number ? id.GetInt64() : null;

    public JsonElement Value => Root.GetProperty("value");

    public string ErrorType => Root.GetProperty("error").GetProperty("type").GetString()!;

    /// <summary>Bytes of JSON and blobs together, which is what the limit counts.</summary>
    public int Size => Json.Length + Blobs.Sum(blob => blob.Length);

    /// <summary>The blob that a value of the payload refers to.</summary>
    public byte[] BlobOf(JsonElement reference) =>
        reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty("$blob", out JsonElement index)
            ? Blobs[index.GetInt32()]
            : throw new BrokenRequirementException($"{reference.GetRawText()} stands where a reference to a blob was expected");

    public override string ToString()
    {
        string text = Encoding.UTF8.GetString(Json);
        return text.Length <= ShownChars ? text : $"{text[..ShownChars]}… ({Json.Length} bytes)";
    }
}
