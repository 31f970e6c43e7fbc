using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pool.Reporting.Measurement;

/// <summary>
/// Counts latencies in log-linear buckets: constant size (136 KiB), constant time, no allocation per sample.
/// </summary>
/// <remarks>
/// Values below 1,024 ns are kept exactly. From there on each power of two is cut into 512 equal buckets, so the middle
/// of a bucket is at most 1/1024 (0.098 %) away from any value in it. Values above <see cref="LargestTrackable"/> count
/// in the last bucket. Not thread-safe: each client records into its own and the results are merged.
/// The layout follows HdrHistogram (G. Tene, http://hdrhistogram.org), with base-2 precision.
/// </remarks>
public sealed class LatencyHistogram
{
    /// <summary>The largest value with full precision, in nanoseconds: 2^42 - 1, about 73 minutes.</summary>
    public const long LargestTrackable = (1L << (TopBit + 1)) - 1;

    internal const int BucketCount = (1 << LinearBits) + ((TopBit - LinearBits + 1) * SubBuckets);

    private const int LinearBits = 10;
    private const int SubBuckets = 1 << (LinearBits - 1);
    private const int TopBit = 41;

    private readonly long[] _counts = new long[BucketCount];
    private long _count;
    private long _sum;
    private long _min = long.MaxValue;
    private long _max;

    /// <summary>Number of samples recorded.</summary>
    public long Count => _count;

    /// <summary>The exact smallest sample in nanoseconds; 0 when there is none.</summary>
    public long Min => _count == 0 ? 0 : _min;

    /// <summary>The exact largest sample in nanoseconds; 0 when there is none.</summary>
    public long Max => _max;

    /// <summary>
    /// The sum of all samples in nanoseconds; stays at <see cref="long.MaxValue"/> (292 years) once it gets there.
    /// </summary>
    public long Sum => _sum;

    /// <summary>The exact arithmetic mean in nanoseconds; 0 when there is no sample.</summary>
    public double Mean => _count == 0 ? 0 : (double)_sum / _count;

    /// <summary>Adds one sample.</summary>
    /// <param name="nanoseconds">The latency; a negative value (a clock that stepped back) counts as 0.</param>
    public void Record(long nanoseconds)
    {
        var value = Math.Max(nanoseconds, 0);
        _counts[IndexOf(value)]++;
        _count++;
        _sum = AddSaturating(_sum, value);
        if (value < _min)
        {
            _min = value;
        }

        if (value > _max)
        {
            _max = value;
        }
    }

    /// <summary>Adds all samples of another histogram. Merging is associative and commutative, and exact.</summary>
    /// <param name="other">The histogram to add; it stays as it is.</param>
    public void Merge(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._count == 0)
        {
            return;
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        _count += other._count;
        _sum = AddSaturating(_sum, other._sum);
    }

    /// <summary>The value below or at which the given share of the samples lies (nearest rank), within 0.1 %.</summary>
    /// <param name="quantile">From 0 to 1; 0.99 for the 99th percentile.</param>
    /// <param name="estimate">The value and whether the number of samples supports it.</param>
    /// <returns>False when nothing was recorded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not from 0 to 1.</exception>
    public bool TryQuantile(double quantile, out QuantileEstimate estimate)
    {
        if (!(quantile >= 0 && quantile <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(quantile), quantile, "A quantile is a share from 0 to 1; write 0.99 for the 99th percentile.");
        }

        if (_count == 0)
        {
            estimate = default;
            return false;
        }

        estimate = new QuantileEstimate(quantile, ValueAtRank(RankOf(quantile)), _count);
        return true;
    }

    /// <summary>
    /// The buckets that hold samples, in rising order of value; enough to restore this histogram exactly.
    /// </summary>
    /// <returns>A copy that later samples don't change.</returns>
    public HistogramSnapshot ToSnapshot()
    {
        var indexes = new List<int>();
        var counts = new List<long>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                indexes.Add(i);
                counts.Add(_counts[i]);
            }
        }

        return new HistogramSnapshot { Min = Min, Max = Max, Sum = Sum, Indexes = indexes, Counts = counts };
    }

    /// <summary>Restores a histogram from its snapshot.</summary>
    /// <param name="snapshot">What <see cref="ToSnapshot"/> returned, perhaps in another process.</param>
    /// <returns>A histogram that equals the one the snapshot was taken of.</returns>
    /// <exception cref="FormatException">The snapshot contradicts itself.</exception>
    public static LatencyHistogram FromSnapshot(HistogramSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        snapshot.Validate(BucketCount);
        var histogram = new LatencyHistogram();
        for (var i = 0; i < snapshot.Indexes.Count; i++)
        {
            histogram._counts[snapshot.Indexes[i]] = snapshot.Counts[i];
            histogram._count += snapshot.Counts[i];
        }

        if (histogram._count > 0)
        {
            histogram._min = snapshot.Min;
            histogram._max = snapshot.Max;
            histogram._sum = snapshot.Sum;
        }

        return histogram;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int IndexOf(long value)
    {
        if (value < 1 << LinearBits)
        {
            return (int)value;
        }

        if (value > LargestTrackable)
        {
            return BucketCount - 1;
        }

        var shift = BitOperations.Log2((ulong)value) - (LinearBits - 1);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    internal static long MiddleOf(int index)
    {
        if (index < 1 << LinearBits)
        {
            return index;
        }

        var shift = (index / SubBuckets) - 1;
        return ((long)(index - (shift * SubBuckets)) << shift) + (1L << (shift - 1));
    }

    private static long AddSaturating(long sum, long value) => sum > long.MaxValue - value ? long.MaxValue : sum + value;

    // In decimal, since 0.999 * 1000 in binary floating point is a little more than 999 and would round up to rank
    // 1000.
    private long RankOf(double quantile) => Math.Max(1, (long)Math.Ceiling((decimal)quantile * _count));

    private long ValueAtRank(long rank)
    {
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                // Beyond the range a bucket's middle says nothing; the exact maximum does.
                return i == BucketCount - 1 ? _max : Math.Clamp(MiddleOf(i), _min, _max);
            }
        }

        return _max;
    }
}
