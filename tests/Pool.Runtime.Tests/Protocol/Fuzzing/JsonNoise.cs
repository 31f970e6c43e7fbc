using System.Globalization;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>JSON texts and bytes by chance, with the edges of the grammar and of number ranges among them.</summary>
internal sealed class JsonNoise(Random random)
{
    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1", "2", "1024", "1023", "2147483647", "2147483648", "9223372036854775807",
        "9223372036854775808", "-1", "-9223372036854775808", "1.0", "1e0", "1E2", "0.5", "1e999", "-1e-999",
        "123456789012345678901234567890", "\"\"", "\"a\"", "\"query\"", "\"effect\"", "\"pong\"", "\"result\"", "\"\\u0000\"",
        "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"", "\"ü\"", "\"\u2028\"", "\"😀\"", "\"\\ud83d\\ude00\"", "\"\u007f\"", "{}", "[]",
    ];

    // Each of these is no JSON, or only just.
    private static readonly string[] Doubtful =
    [
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "{\"\\ud800\":1}", "01", "-", "+1", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "nul",
        "True", "'a'", "\"\\x41\"", "\"\\u12g4\"", "\"\t\"", "\"\n\"", "\"", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1,]", "[,1]",
        "[1 2]", "/*c*/1", "1//c", "{\"a\":1,\"a\":2}", "\"\u0000\"",
    ];

    public static string BlobReference(int index) => $$"""{"$blob":{{index.ToString(CultureInfo.InvariantCulture)}}}""";

    public string Value(int depth = 0) => random.Next(12) switch
    {
        0 => Reference(),
        1 when depth == 0 && random.Next(6) == 0 => Nested(random.Next(58, 68)),
        2 when random.Next(12) == 0 => Doubtful[random.Next(Doubtful.Length)],
        3 or 4 when depth < 3 => $"[{string.Join(',', Many(() => Value(depth + 1)))}]",
        5 or 6 when depth < 3 => $"{{{string.Join(',', Many(() => $"\"{Name()}\":{Value(depth + 1)}"))}}}",
        _ => Scalars[random.Next(Scalars.Length)],
    };

    public string Name() => random.Next(10) switch
    {
        0 => "$blob",
        1 => "kind",
        2 => "\\u0024blob",
        3 => "type",
        4 => "blobs",
        _ => ((char)random.Next('a', 'f')).ToString(),
    };

    public byte[] Bytes(int most)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Reference() => random.Next(6) switch
    {
        0 => """{"$blob":0,"a":1}""",
        1 => """{"a":1,"$blob":0}""",
        2 => """{"$blob":"0"}""",
        3 => """{"\u0024blob":0}""",
        _ => BlobReference(random.Next(-1, 3)),
    };

    private string Nested(int levels)
    {
        bool list = random.Next(2) == 0;
        return list
            ? new string('[', levels) + new string(']', levels)
            : string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
    }

    private IEnumerable<string> Many(Func<string> make)
    {
        for (int left = random.Next(4); left > 0; left--)
            yield return make();
    }
}
