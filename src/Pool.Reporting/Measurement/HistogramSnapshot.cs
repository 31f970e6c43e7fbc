using System.Globalization;

namespace Pool.Reporting.Measurement;

/// <summary>The filled buckets of a <see cref="LatencyHistogram"/>, as they are stored in a record.</summary>
public sealed record HistogramSnapshot
{
    /// <summary>The exact smallest sample in nanoseconds.</summary>
    public required long Min { get; init; }

    /// <summary>The exact largest sample in nanoseconds.</summary>
    public required long Max { get; init; }

    /// <summary>The sum of all samples in nanoseconds.</summary>
    public required long Sum { get; init; }

    /// <summary>The numbers of the buckets that hold samples, rising.</summary>
    public required IReadOnlyList<int> Indexes { get; init; }

    /// <summary>How many samples each of these buckets holds, in the same order.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    internal void Validate(int bucketCount)
    {
        if (Indexes.Count != Counts.Count)
        {
            throw Invalid($"it has {Indexes.Count} buckets and {Counts.Count} counts");
        }

        var previous = -1;
        for (var i = 0; i < Indexes.Count; i++)
        {
            if (Indexes[i] <= previous || Indexes[i] >= bucketCount)
            {
                throw Invalid($"bucket {Indexes[i]} at place {i} is not between {previous + 1} and {bucketCount - 1}");
            }

            if (Counts[i] <= 0)
            {
                throw Invalid($"bucket {Indexes[i]} has a count of {Counts[i]}");
            }

            previous = Indexes[i];
        }

        var samples = Counts.Sum(count => (decimal)count);
        if (samples > long.MaxValue)
        {
            throw Invalid($"its counts add up to {samples} samples");
        }

        if (Min < 0 || Max < Min || Sum < 0)
        {
            throw Invalid($"minimum {Min}, maximum {Max} and sum {Sum} don't agree");
        }
    }

    private static FormatException Invalid(FormattableString what) => new(
        $"A histogram can't be restored: {what.ToString(CultureInfo.InvariantCulture)}. Record the run again.");
}
