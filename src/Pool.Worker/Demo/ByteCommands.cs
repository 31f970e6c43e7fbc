using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>Bytes in both directions.</summary>
internal static class ByteCommands
{
    private const long MaxBlobBytes = 1L << 30;
    private const int PatternPeriod = 251;

    public static void AddTo(WorkerApplication worker) => worker
        .MapCommand("blob", CommandKind.Query, MakeBlob)
        .MapCommand("checksum", CommandKind.Query, Checksum);

    private static object MakeBlob(CommandContext context)
    {
        var bytes = new byte[Argument.Within(context.GetArgs<BlobArgs>().Size, 0, MaxBlobBytes, "size")];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i % PatternPeriod);
        return bytes;
    }

    private static object Checksum(CommandContext context)
    {
        ReadOnlyMemory<byte> data = context.GetArgs<ChecksumArgs>().Data;
        return new { sha256 = Convert.ToHexStringLower(SHA256.HashData(data.Span)), length = data.Length };
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record BlobArgs
    {
        [JsonPropertyName("size")]
        public required long Size { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record ChecksumArgs
    {
        [JsonPropertyName("data")]
        public required ReadOnlyMemory<byte> Data { get; init; }
    }
}
