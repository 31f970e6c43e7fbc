using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tests.Verdicts;

internal sealed class RobustStatisticsTests
{
    [TestCase(new[] { 3.0, 1, 2 }, 2)]
    [TestCase(new[] { 4.0, 1, 3, 2 }, 2.5)]
    [TestCase(new[] { 7.0 }, 7)]
    public void The_median_is_the_middle(double[] values, double expected) =>
        RobustStatistics.Median(values).ShouldBe(expected);

    [TestCase(8)]
    [TestCase(9)]
    [TestCase(10)]
    [TestCase(30)]
    public void The_scale_estimates_the_standard_deviation_without_bias(int n)
    {
        var normal = new NormalSource(11);
        var scales = Enumerable.Range(0, 5_000)
            .Select(_ => RobustStatistics.Scale([.. Enumerable.Range(0, n).Select(_ => normal.Next())]))
            .ToList();

        scales.Average().ShouldBe(1, 0.03);
    }

    [Test]
    public void Wild_values_do_not_move_the_scale()
    {
        double[] calm = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        double[] wild = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1e9, -1e9];

        RobustStatistics.Scale(wild).ShouldBeLessThan(2 * RobustStatistics.Scale(calm));
    }

    [Test]
    public void Equal_values_have_no_scale() => RobustStatistics.Scale([5, 5, 5, 5]).ShouldBe(0);
}
