using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pool.Worker.Demo;

/// <summary>
/// Bytes that are the same for equal JSON values in every language that serves these commands: numbers with a
/// fraction or exponent by their IEEE 754 bits, members sorted by their UTF-8 names.
/// </summary>
internal sealed class CanonicalValue
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _blobs;

    private CanonicalValue(IReadOnlyList<ReadOnlyMemory<byte>> blobs) => _blobs = blobs;

    public static byte[] Of(JsonElement value, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return "{}"u8.ToArray();
        var canonical = new CanonicalValue(blobs);
        canonical.Add(value);
        return canonical._bytes.WrittenSpan.ToArray();
    }

    private void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                _bytes.Write("t"u8);
                break;
            case JsonValueKind.False:
                _bytes.Write("f"u8);
                break;
            case JsonValueKind.Number:
                AddNumber(value);
                break;
            case JsonValueKind.String:
                AddText(value.GetString()!);
                break;
            case JsonValueKind.Array:
                _bytes.Write("["u8);
                foreach (JsonElement item in value.EnumerateArray())
                    Add(item);
                _bytes.Write("]"u8);
                break;
            case JsonValueKind.Object when _blobs.Count > 0 && value.TryGetProperty("$blob", out JsonElement index):
                AddSized('b', _blobs[index.GetInt32()].Span);
                break;
            case JsonValueKind.Object:
                AddObject(value);
                break;
            default:
                _bytes.Write("n"u8);
                break;
        }
    }

    private void AddNumber(JsonElement value)
    {
        string text = value.GetRawText();
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            _bytes.Write(Encoding.ASCII.GetBytes($"i{(string.Equals(text, "-0", StringComparison.Ordinal) ? "0" : text)};"));
            return;
        }

        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bits, value.GetDouble());
        _bytes.Write(Encoding.ASCII.GetBytes($"d{Convert.ToHexStringLower(bits)};"));
    }

    private void AddObject(JsonElement value)
    {
        // A name that occurs twice counts once, with its last value, as in most readers of JSON.
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
            members[member.Name] = member.Value;
        _bytes.Write("{"u8);
        foreach ((string name, JsonElement item) in members.OrderBy(
                     member => Encoding.UTF8.GetBytes(member.Key),
                     Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))))
        {
            AddText(name);
            Add(item);
        }

        _bytes.Write("}"u8);
    }

    private void AddText(string text) => AddSized('s', Encoding.UTF8.GetBytes(text));

    private void AddSized(char tag, ReadOnlySpan<byte> content)
    {
        _bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tag}{content.Length}:")));
        _bytes.Write(content);
    }
}
