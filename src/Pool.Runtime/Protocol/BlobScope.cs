namespace Pool.Runtime.Protocol;

/// <summary>The blobs of the one payload that a thread is serializing or reading at this moment.</summary>
internal sealed class BlobScope
{
    public BlobScope(IReadOnlyList<ReadOnlyMemory<byte>> received) => Received = received;

    /// <summary>Blobs of the payload being read.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Received { get; }

    /// <summary>Blobs found so far in the value being serialized, in order; null until the first.</summary>
    public List<ReadOnlyMemory<byte>>? Collected { get; private set; }

    /// <summary>What was collected; the next value's blobs are counted anew.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeCollected()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> collected = Collected ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[];
        Collected = null;
        return collected;
    }

    public int Collect(ReadOnlyMemory<byte> blob)
    {
        (Collected ??= []).Add(blob);
        return Collected.Count - 1;
    }
}
