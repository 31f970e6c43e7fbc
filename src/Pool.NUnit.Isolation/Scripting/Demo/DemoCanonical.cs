using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>Bytes that are the same for equal values, in every language that serves the demo commands.</summary>
internal static class DemoCanonical
{
    public static byte[] Of(object? value)
    {
        using MemoryStream bytes = new();
        Write(bytes, value);
        return bytes.ToArray();
    }

    private static void Write(MemoryStream bytes, object? value)
    {
        switch (value)
        {
            case null:
                bytes.WriteByte((byte)'n');
                break;
            case bool b:
                bytes.WriteByte((byte)(b ? 't' : 'f'));
                break;
            case string s:
                WriteCounted(bytes, 's', Encoding.UTF8.GetBytes(s));
                break;
            case byte[] blob:
                WriteCounted(bytes, 'b', blob);
                break;
            case JsonElement number:
                WriteText(bytes, Number(number.GetRawText()));
                break;
            case List<object?> items:
                bytes.WriteByte((byte)'[');
                items.ForEach(item => Write(bytes, item));
                bytes.WriteByte((byte)']');
                break;
            case Dictionary<string, object?> members:
                bytes.WriteByte((byte)'{');
                foreach ((string name, object? item) in members.OrderBy(static m => m.Key, Utf8Order.Instance))
                {
                    Write(bytes, name);
                    Write(bytes, item);
                }

                bytes.WriteByte((byte)'}');
                break;
        }
    }

    // JSON has one kind of number; as in Python, one without fraction and exponent is an integer of any size.
    private static string Number(string raw)
    {
        if (!raw.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return $"i{BigInteger.Parse(raw, CultureInfo.InvariantCulture)};";
        }

        Span<byte> bits = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bits, double.Parse(raw, CultureInfo.InvariantCulture));
        return $"d{Convert.ToHexStringLower(bits)};";
    }

    private static void WriteCounted(MemoryStream bytes, char kind, byte[] content)
    {
        WriteText(bytes, string.Create(CultureInfo.InvariantCulture, $"{kind}{content.Length}:"));
        bytes.Write(content);
    }

    private static void WriteText(MemoryStream bytes, string text) => bytes.Write(Encoding.ASCII.GetBytes(text));
}
