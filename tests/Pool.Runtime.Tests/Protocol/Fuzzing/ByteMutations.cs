using System.Text;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Mutations that know nothing of JSON, and some that know what breaks UTF-8.</summary>
internal sealed class ByteMutations(Random random)
{
    private static readonly string[] Splices =
    [
        "{", "}", "[", "]", "\"", "\\", "\\ud800", "\\u0000", "null", "-1", "1e999", "9999999999999999999", "\"blobs\":[3]",
        "\"blobs\":[99999999]", "{\"$blob\":0}", "{\"$blob\":1}", "\"id\":1,", "\"type\":\"result\",", "\"value\":", ",", ":", "//", "/**/",
        "\ufeff", "\v", "\u00a0",
    ];

    // Overlong forms, halves of pairs, code points above the last, tails without a head and heads without a tail.
    private static readonly byte[][] NoUtf8 =
    [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xFE], [0xFF],
    ];

    public void Apply(List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        int at = random.Next(bytes.Count);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 30))));
                break;
            case 3:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]));
                break;
            case 4:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 5:
                bytes.InsertRange(at, NoUtf8[random.Next(NoUtf8.Length)]);
                break;
            case 6:
                bytes.InsertRange(random.Next(2) == 0 ? 0 : bytes.Count, " \t\r\n"u8[..random.Next(5)]);
                break;
            case 7:
                bytes.InsertRange(random.Next(2) == 0 ? 0 : bytes.Count, Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]));
                break;
            default:
                bytes.RemoveAt(at);
                break;
        }
    }
}
