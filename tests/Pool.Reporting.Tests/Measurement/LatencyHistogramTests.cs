using Pool.Reporting.Measurement;

namespace Pool.Reporting.Tests.Measurement;

internal sealed class LatencyHistogramTests
{
    private static readonly double[] Quantiles = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

    [Test]
    public void Quantiles_are_within_a_thousandth_of_an_exact_sort([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        var samples = Samples(random, random.Next(1, 20_000));
        var histogram = HistogramOf(samples);
        Array.Sort(samples);

        foreach (var quantile in Quantiles)
        {
            var exact = samples[(int)Math.Max(0, Math.Ceiling((decimal)quantile * samples.Length) - 1)];
            histogram.TryQuantile(quantile, out var estimate).ShouldBeTrue();
            Math.Abs(estimate.Nanoseconds - exact).ShouldBeLessThanOrEqualTo((long)(exact * 0.001), $"q={quantile}");
        }
    }

    [Test]
    public void Count_extremes_sum_and_mean_are_exact([Range(1, 20)] int seed)
    {
        var samples = Samples(new Random(seed), 5_000);
        var histogram = HistogramOf(samples);

        histogram.Count.ShouldBe(samples.Length);
        histogram.Min.ShouldBe(samples.Min());
        histogram.Max.ShouldBe(samples.Max());
        histogram.Sum.ShouldBe(samples.Sum());
        histogram.Mean.ShouldBe((double)samples.Sum() / samples.Length);
    }

    [Test]
    public void Merging_in_any_grouping_gives_the_same_histogram([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var a = Samples(random, random.Next(0, 500));
        var b = Samples(random, random.Next(0, 500));
        var c = Samples(random, random.Next(0, 500));

        var left = HistogramOf(a);
        left.Merge(HistogramOf(b));
        left.Merge(HistogramOf(c));
        var tail = HistogramOf(c);
        tail.Merge(HistogramOf(b));
        var right = HistogramOf(a);
        right.Merge(tail);

        var expected = HistogramOf([.. a, .. b, .. c]);
        ShouldEqual(left, expected);
        ShouldEqual(right, expected);
    }

    [Test]
    public void Every_bucket_holds_its_own_middle_and_buckets_leave_no_gap()
    {
        for (var index = 0; index < LatencyHistogram.BucketCount; index++)
        {
            LatencyHistogram.IndexOf(LatencyHistogram.MiddleOf(index)).ShouldBe(index);
        }

        var previous = 0;
        for (long value = 1; value < LatencyHistogram.LargestTrackable; value += Math.Max(1, value / 4096))
        {
            var index = LatencyHistogram.IndexOf(value);
            index.ShouldBeInRange(previous, previous + 1);
            previous = index;
        }

        previous.ShouldBe(LatencyHistogram.BucketCount - 1);
    }

    [Test]
    public void Values_beyond_the_range_keep_the_exact_maximum()
    {
        var histogram = HistogramOf([5, long.MaxValue, LatencyHistogram.LargestTrackable + 1]);

        histogram.Max.ShouldBe(long.MaxValue);
        histogram.Sum.ShouldBe(long.MaxValue);
        histogram.TryQuantile(0.99, out var estimate).ShouldBeTrue();
        estimate.Nanoseconds.ShouldBe(long.MaxValue);
    }

    [Test]
    public void A_clock_that_stepped_back_counts_as_zero()
    {
        var histogram = HistogramOf([-17, 4]);

        histogram.Min.ShouldBe(0);
        histogram.Sum.ShouldBe(4);
    }

    [Test]
    public void An_empty_histogram_has_no_quantile_and_divides_by_nothing()
    {
        var histogram = new LatencyHistogram();

        histogram.TryQuantile(0.5, out _).ShouldBeFalse();
        histogram.Mean.ShouldBe(0);
        histogram.Min.ShouldBe(0);
        histogram.Max.ShouldBe(0);
    }

    [TestCase(-0.01)]
    [TestCase(1.01)]
    [TestCase(double.NaN)]
    public void A_quantile_outside_zero_to_one_is_refused(double quantile) =>
        Should.Throw<ArgumentOutOfRangeException>(() => HistogramOf([1]).TryQuantile(quantile, out _));

    [TestCase(0.5, 20)]
    [TestCase(0.9, 100)]
    [TestCase(0.99, 1_000)]
    [TestCase(0.999, 10_000)]
    public void A_quantile_is_supported_from_ten_samples_beyond_it(double quantile, int required)
    {
        QuantileOf(quantile, required - 1).IsSupported.ShouldBeFalse();
        QuantileOf(quantile, required).IsSupported.ShouldBeTrue();
    }

    [Test]
    public void A_restored_snapshot_equals_its_histogram()
    {
        var histogram = HistogramOf(Samples(new Random(3), 3_000));

        ShouldEqual(LatencyHistogram.FromSnapshot(histogram.ToSnapshot()), histogram);
    }

    [Test]
    public void A_snapshot_with_a_bucket_out_of_range_is_refused()
    {
        var snapshot = HistogramOf([1, 2]).ToSnapshot() with { Indexes = [1, LatencyHistogram.BucketCount] };

        Should.Throw<FormatException>(() => LatencyHistogram.FromSnapshot(snapshot)).Message.ShouldContain("bucket 17408");
    }

    [Test]
    public void A_snapshot_whose_lists_differ_in_length_is_refused()
    {
        var snapshot = HistogramOf([1, 2]).ToSnapshot() with { Counts = [1] };

        Should.Throw<FormatException>(() => LatencyHistogram.FromSnapshot(snapshot)).Message.ShouldContain("2 buckets and 1 counts");
    }

    [Test]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            histogram.Record(i * 37L);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static QuantileEstimate QuantileOf(double quantile, int samples)
    {
        HistogramOf([.. Enumerable.Range(1, samples).Select(i => (long)i)]).TryQuantile(quantile, out var estimate);
        return estimate;
    }

    private static long[] Samples(Random random, int count)
    {
        // Log-uniform over the whole range, so that every octave is met.
        var samples = new long[count];
        for (var i = 0; i < count; i++)
        {
            samples[i] = (long)Math.Exp(random.NextDouble() * Math.Log(LatencyHistogram.LargestTrackable / 2.0));
        }

        return samples;
    }

    private static LatencyHistogram HistogramOf(long[] samples)
    {
        var histogram = new LatencyHistogram();
        foreach (var sample in samples)
        {
            histogram.Record(sample);
        }

        return histogram;
    }

    private static void ShouldEqual(LatencyHistogram actual, LatencyHistogram expected)
    {
        var (a, b) = (actual.ToSnapshot(), expected.ToSnapshot());
        a.Indexes.ShouldBe(b.Indexes);
        a.Counts.ShouldBe(b.Counts);
        (a.Min, a.Max, a.Sum, actual.Count).ShouldBe((b.Min, b.Max, b.Sum, expected.Count));
    }
}
