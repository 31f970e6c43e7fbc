using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Tests.Resilience.Circuits;

internal sealed class RollingWindowTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    [Test]
    public void Counts_last_for_the_whole_duration_and_no_longer()
    {
        var window = new RollingWindow(Duration);
        window.Add(TimeSpan.FromSeconds(3), total: 2, marked: 1);

        window.Expire(TimeSpan.FromSeconds(13) - TimeSpan.FromTicks(1));
        window.Total.ShouldBe(2);
        window.Marked.ShouldBe(1);

        window.Expire(TimeSpan.FromSeconds(13));
        window.Total.ShouldBe(0);
        window.Marked.ShouldBe(0);
    }

    [Test]
    public void Cleared_window_is_empty_and_counts_again()
    {
        var window = new RollingWindow(Duration);
        window.Add(TimeSpan.Zero, total: 5, marked: 5);

        window.Clear();
        window.Add(TimeSpan.FromSeconds(1), total: 1, marked: 0);

        window.Total.ShouldBe(1);
        window.Marked.ShouldBe(0);
    }

    [Test]
    public void Eleventh_bucket_opens_before_the_first_expires_when_the_duration_does_not_divide()
    {
        // A tenth of 123 ticks is 12, and 10 * 12 < 123.
        var window = new RollingWindow(TimeSpan.FromTicks(123));

        for (var bucket = 0; bucket <= 10; bucket++)
        {
            window.Add(TimeSpan.FromTicks(12 * bucket), total: 1, marked: 0);
        }

        window.Total.ShouldBe(11);
        window.Expire(TimeSpan.FromTicks(123));
        window.Total.ShouldBe(10);
        window.Expire(TimeSpan.FromTicks(123 + 12));
        window.Total.ShouldBe(9);
    }

    // 7 ticks and 123 ticks do not divide by the number of buckets; their windows hold one bucket more.
    [Test]
    public void Counts_equal_those_of_a_plain_list_of_buckets(
        [Values(7, 10, 123, 100_000_000)] long ticks, [Random(int.MinValue, int.MaxValue, 5)] int seed)
    {
        var random = new Random(seed);
        var duration = TimeSpan.FromTicks(ticks);
        var width = Math.Max(1, ticks / 10);
        var window = new RollingWindow(duration);
        var buckets = new List<(long StartedAt, List<int> Marks)>();
        var now = 0L;
        for (var step = 0; step < 500; step++)
        {
            now += random.Next(3) == 0 ? random.NextInt64(ticks * 2) : random.NextInt64(width + 1);
            buckets.RemoveAll(bucket => now - bucket.StartedAt >= ticks);
            if (buckets.Count == 0 || now - buckets[^1].StartedAt >= width)
            {
                buckets.Add((now, []));
            }

            var mark = random.Next(2);
            buckets[^1].Marks.Add(mark);
            window.Add(TimeSpan.FromTicks(now), total: 1, marked: mark);

            window.Total.ShouldBe(buckets.Sum(bucket => bucket.Marks.Count), $"seed {seed}, step {step}");
            window.Marked.ShouldBe(buckets.Sum(bucket => bucket.Marks.Sum()), $"seed {seed}, step {step}");
        }
    }
}
