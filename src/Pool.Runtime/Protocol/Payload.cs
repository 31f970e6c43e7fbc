namespace Pool.Runtime.Protocol;

/// <summary>
/// One JSON value and the blobs that it refers to by <c>{"$blob":index}</c>. Immutable, safe to share between threads
/// as long as nobody writes to the memory that it was made from.
/// </summary>
internal sealed class Payload
{
    public static readonly Payload Null = new("null"u8.ToArray(), []);

    public static readonly Payload EmptyObject = new("{}"u8.ToArray(), []);

    /// <summary>Takes text that is known to be one JSON value in which each blob is referred to exactly once.</summary>
    public Payload(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        Json = json;
        Blobs = blobs;
        long bytes = json.Length;
        foreach (ReadOnlyMemory<byte> blob in blobs)
            bytes += blob.Length;
        ByteCount = bytes;
    }

    /// <summary>UTF-8 text of the value.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs { get; }

    /// <summary>Bytes of the text and of all blobs.</summary>
    public long ByteCount { get; }

    /// <summary>The same value with blobs of its own. The memory they came from is their sender's, who may change it after the call.</summary>
    public Payload WithOwnBlobs()
    {
        if (Blobs.Count == 0)
            return this;
        var own = new ReadOnlyMemory<byte>[Blobs.Count];
        for (int i = 0; i < own.Length; i++)
            own[i] = Blobs[i].ToArray();
        return new Payload(Json, own);
    }
}
