namespace Pool.NUnit.Isolation.Randomness;

/// <summary>A hash that is the same in every process and on every machine, unlike <see cref="HashCode"/>.</summary>
internal static class StableHash
{
    // FNV-1a, 64 bits: Fowler, Noll, Vo; draft-eastlake-fnv. Constants from there.
    private const ulong OffsetBasis = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    public static ulong Of(string text)
    {
        ulong hash = OffsetBasis;
        foreach (char c in text)
        {
            hash = (hash ^ (byte)c) * Prime;
            hash = (hash ^ (byte)(c >> 8)) * Prime;
        }

        return hash;
    }

    /// <summary>Mixes a seed and a name into the seed of an independent stream.</summary>
    public static ulong Combine(ulong seed, string name) => SplitMix64.Mix(seed ^ Of(name));
}
