namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>A frame whose borders are certain: its object, and the places of its blobs.</summary>
internal sealed record ReferenceFrame(byte[] Bytes, ReferenceValue Root, IReadOnlyList<Range> Blobs, bool MayBeRefused)
{
    /// <summary>Whether the blobs are referred to exactly once each, within <paramref name="payload"/> (P11 to P14).</summary>
    public bool CarriesItsBlobsIn(ReferenceValue? payload)
    {
        if (Blobs.Count == 0)
            return true;
        var found = new List<long>();
        return payload is not null && Collect(payload, found)
            && found.Order().SequenceEqual(Enumerable.Range(0, Blobs.Count).Select(index => (long)index));
    }

    private static bool Collect(ReferenceValue value, List<long> found)
    {
        if (value.Members.Any(member => member.Name.Equals("$blob", StringComparison.Ordinal)))
        {
            if (value.Members.Count != 1 || value.Members[0].Value.Integer is not { } index)
                return false;
            found.Add(index);
            return true;
        }

        return value.Members.All(member => Collect(member.Value, found)) && value.Items.All(item => Collect(item, found));
    }
}
