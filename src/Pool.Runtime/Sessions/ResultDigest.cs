using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Sessions;

/// <summary>
/// SHA-256 of an answer without its volatile fields: equal answers have equal digests however their JSON is spaced.
/// Object members count in the order in which they are written.
/// </summary>
internal readonly struct ResultDigest : IEquatable<ResultDigest>
{
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private ResultDigest(ReadOnlySpan<byte> hash)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(hash);
        _low = BinaryPrimitives.ReadUInt128BigEndian(hash[16..]);
    }

    public static ResultDigest Of(Payload value, IReadOnlyList<string> volatileFields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var root = JsonElement.Parse(value.Json.Span);
        if (root.ValueKind == JsonValueKind.Object && volatileFields.Count > 0)
        {
            foreach (var member in root.EnumerateObject())
            {
                if (!volatileFields.Contains(NameOf(member), StringComparer.Ordinal))
                    Append(hash, member);
            }
        }
        else
        {
            Append(hash, root);
        }

        foreach (var blob in value.Blobs)
            AppendCounted(hash, blob.Span);
        return new ResultDigest(hash.GetHashAndReset());
    }

    public bool Equals(ResultDigest other) => _high == other._high && _low == other._low;

    public override bool Equals(object? obj) => obj is ResultDigest other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_high, _low);

    // Each kind of value begins with a mark and each text with its length, so that different values cannot run together.
    private static void Append(IncrementalHash hash, JsonElement value)
    {
        hash.AppendData([(byte)value.ValueKind]);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Append(hash, member);
                hash.AppendData([0xFF]);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Append(hash, item);
                hash.AppendData([0xFF]);
                break;
            case JsonValueKind.String:
                AppendCounted(hash, Encoding.UTF8.GetBytes(TextOf(value)));
                break;
            case JsonValueKind.Number:
                AppendCounted(hash, Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void Append(IncrementalHash hash, JsonProperty member)
    {
        AppendCounted(hash, Encoding.UTF8.GetBytes(NameOf(member)));
        Append(hash, member.Value);
    }

    // Escapes that make no Unicode, such as half a surrogate pair, stand for themselves: the command ran, and its answer
    // is not ours to refuse.
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    private static void AppendCounted(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
