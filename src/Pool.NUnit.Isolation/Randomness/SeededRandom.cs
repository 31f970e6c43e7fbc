using System.Numerics;

namespace Pool.NUnit.Isolation.Randomness;

/// <summary>
/// A <see cref="Random"/> whose numbers follow from its seed alone, in every version of .NET: xoshiro256** by Blackman
/// and Vigna ("Scrambled linear pseudorandom number generators", 2021), seeded through SplitMix64 as they advise.
/// </summary>
/// <remarks>Not thread-safe: take a stream of its own for each thread (<see cref="Fork"/>).</remarks>
public sealed class SeededRandom : Random
{
    private readonly ulong _seed;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates the stream that belongs to <paramref name="seed"/>; any value is allowed.</summary>
    /// <param name="seed">Where the stream starts.</param>
    public SeededRandom(ulong seed)
        : base(0)
    {
        _seed = seed;
        _s0 = SplitMix64.Mix(seed);
        _s1 = SplitMix64.Mix(seed += SplitMix64.Gamma);
        _s2 = SplitMix64.Mix(seed += SplitMix64.Gamma);
        _s3 = SplitMix64.Mix(seed + SplitMix64.Gamma);
    }

    /// <summary>
    /// The independent stream that belongs to this one's seed and <paramref name="name"/>. Drawing from one stream
    /// never shifts another, and forking draws nothing.
    /// </summary>
    /// <param name="name">What the stream is for; the same name gives the same stream.</param>
    public SeededRandom Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new SeededRandom(StableHash.Combine(_seed, name));
    }

    /// <inheritdoc/>
    public override int Next() => (int)(NextUInt64() % int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Below((ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => (long)Below(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return unchecked(minValue + (long)Below((ulong)maxValue - (ulong)minValue));
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)(NextUInt64() >> 56);
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    // Multiply-shift, Lemire 2019, without the rejection step: the bias is below 2^-32 for every range a test uses.
    private ulong Below(ulong bound) => bound == 0 ? 0 : Math.BigMul(NextUInt64(), bound, out _);

    private ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }
}
