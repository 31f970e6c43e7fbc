using System.Buffers.Binary;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>Reads a worker's frames, and refuses what breaks a rule.</summary>
internal sealed class FrameInput(Stream stream)
{
    /// <summary>The limit of the host's hello.</summary>
    public int Limit { get; set; } = HostText.MaxFrameBytes;

    /// <summary>The next frame, or null where the output ended between two.</summary>
    public async Task<WorkerFrame?> ReadAsync()
    {
        var header = new byte[FrameBytes.HeaderBytes];
        int read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        if (read < header.Length)
            throw new BrokenRequirementException($"its output ended after {read} of the 4 bytes of a length: {FrameRules.Excerpt(header.AsSpan(0, read))}");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length > Limit)
            throw new BrokenRequirementException($"it announced {length} bytes of JSON ({FrameRules.Excerpt(header)}) where {Limit} are allowed (P2, P5, P10)");

        byte[] json = await ExactlyAsync((int)length, "JSON");
        FrameRules.Judge(json, out System.Text.Json.JsonElement root);
        long[] lengths = FrameRules.BlobLengths(root);
        if (json.Length + lengths.Sum() > Limit)
            throw new BrokenRequirementException($"a frame of {json.Length + lengths.Sum()} bytes with its blobs, where {Limit} are allowed (P10)");
        var blobs = new List<byte[]>();
        foreach (long size in lengths)
            blobs.Add(await ExactlyAsync((int)size, "a blob"));
        BlobRules.Judge(root, blobs.Count);
        return new WorkerFrame(json, root, blobs);
    }

    private async Task<byte[]> ExactlyAsync(int count, string what)
    {
        var bytes = new byte[count];
        int read = await stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw new BrokenRequirementException(
            $"its output ended after {read} of {count} bytes of {what}: {FrameRules.Excerpt(bytes.AsSpan(0, read))}");
    }
}
