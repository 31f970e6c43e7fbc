using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pool.Runtime.Protocol;

/// <summary>Turns a type that holds bytes into a reference to a blob and back, never into text.</summary>
internal sealed class BlobConverter<TBytes> : JsonConverter<TBytes>
{
    private readonly ThreadLocal<BlobScope?> _scope;
    private readonly Func<TBytes, ReadOnlyMemory<byte>> _toBlob;
    private readonly Func<ReadOnlyMemory<byte>, TBytes> _fromBlob;

    public BlobConverter(
        ThreadLocal<BlobScope?> scope,
        Func<TBytes, ReadOnlyMemory<byte>> toBlob,
        Func<ReadOnlyMemory<byte>, TBytes> fromBlob)
    {
        _scope = scope;
        _toBlob = toBlob;
        _fromBlob = fromBlob;
    }

    public override TBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> blobs = _scope.Value!.Received;
        int index = -1;
        bool isReference = blobs.Count > 0
            && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("$blob"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out index)
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
        return isReference && index >= 0 && index < blobs.Count
            ? _fromBlob(blobs[index])
            : throw new JsonException("Bytes travel as blobs, and here stands other JSON; bytes are never read from text.");
    }

    public override void Write(Utf8JsonWriter writer, TBytes value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("$blob"u8, _scope.Value!.Collect(_toBlob(value)));
        writer.WriteEndObject();
    }
}
