using Pool.NUnit.Isolation.Load;
using Pool.NUnit.Isolation.Randomness;

namespace Pool.NUnit.Isolation.Tests.Load;

internal sealed class AliasTableTests
{
    private static readonly double[][] Mixes = [[1], [70, 20, 10], [1, 1000], [0.001, 0.002, 0.003, 5], [3, 3, 3, 3, 3, 3, 3]];

    [TestCaseSource(nameof(Mixes))]
    public void Each_index_is_picked_in_proportion_to_its_weight(double[] weights)
    {
        const int Draws = 200_000;
        SeededRandom random = new(5);
        AliasTable table = new(weights);
        int[] counts = new int[weights.Length];
        for (int i = 0; i < Draws; i++)
        {
            counts[table.Pick(random)]++;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            double share = weights[i] / weights.Sum();
            // Five standard deviations of a binomial count.
            double tolerance = 5 * Math.Sqrt(Draws * share * (1 - share));
            ((double)counts[i]).ShouldBe(Draws * share, tolerance + 1, $"index {i}");
        }
    }
}
