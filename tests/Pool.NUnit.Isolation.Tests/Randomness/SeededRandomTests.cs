using Pool.NUnit.Isolation.Randomness;

namespace Pool.NUnit.Isolation.Tests.Randomness;

internal sealed class SeededRandomTests
{
    [Test]
    public void Numbers_of_a_seed_never_change()
    {
        // From the authors' definitions, computed outside .NET. A change here breaks every POOL_SEED that anyone has noted.
        SeededRandom random = new(42);
        int[] drawn = [random.Next(1000), random.Next(1000), random.Next(1000), random.Next(-5, 5)];
        drawn.ShouldBe([83, 378, 680, 4]);
    }

    [Test]
    public void Fork_depends_on_seed_and_name_alone()
    {
        SeededRandom random = new(7);
        int before = random.Fork("a").Next();
        random.NextDouble();
        random.Fork("a").Next().ShouldBe(before);
        random.Fork("b").Next().ShouldNotBe(before);
        new SeededRandom(8).Fork("a").Next().ShouldNotBe(before);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(10)]
    [TestCase(1000)]
    public void Numbers_below_a_bound_are_uniform(int bound)
    {
        const int Draws = 100_000;
        SeededRandom random = new(1);
        int[] counts = new int[bound];
        for (int i = 0; i < Draws; i++)
        {
            counts[random.Next(bound)]++;
        }

        // Chi-square with k-1 degrees of freedom: mean k-1, variance 2(k-1); six deviations are never exceeded by chance.
        double expected = (double)Draws / bound;
        double chiSquare = counts.Sum(c => (c - expected) * (c - expected) / expected);
        chiSquare.ShouldBeLessThanOrEqualTo(bound - 1 + (6 * Math.Sqrt(2.0 * bound)));
    }

    [Test]
    public void Doubles_lie_from_zero_to_below_one()
    {
        SeededRandom random = new(3);
        double[] drawn = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())];
        drawn.ShouldAllBe(static d => d >= 0 && d < 1);
        drawn.Average().ShouldBe(0.5, 0.02);
    }

    [Test]
    public void Ranges_may_span_every_integer()
    {
        SeededRandom random = new(4);
        long[] drawn = [.. Enumerable.Range(0, 100).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        drawn.ShouldContain(static d => d < 0);
        drawn.ShouldContain(static d => d > 0);
        random.Next(5, 5).ShouldBe(5);
    }
}
