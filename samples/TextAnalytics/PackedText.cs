using System.IO.Compression;
using System.Text;

namespace TextAnalytics;

/// <summary>Texts as they travel: UTF-8, compressed. Bytes cross to the worker as they are, not as text in JSON.</summary>
internal static class PackedText
{
    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var compressor = new ZLibStream(packed, CompressionLevel.Optimal))
            compressor.Write(Encoding.UTF8.GetBytes(text));

        return packed.ToArray();
    }

    public static string Unpack(byte[] packed)
    {
        using var reader = new StreamReader(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
