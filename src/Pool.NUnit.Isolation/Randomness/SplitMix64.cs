namespace Pool.NUnit.Isolation.Randomness;

/// <summary>The finaliser of SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.</summary>
internal static class SplitMix64
{
    public const ulong Gamma = 0x9e3779b97f4a7c15;

    public static ulong Mix(ulong value)
    {
        value += Gamma;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
