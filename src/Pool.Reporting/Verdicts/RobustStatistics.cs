namespace Pool.Reporting.Verdicts;

/// <summary>Location and scale that a few wild runs can't move.</summary>
internal static class RobustStatistics
{
    // Small-sample corrections of the MAD for n = 2..9 and n / (n - 0.8) beyond (C. Croux, P. J. Rousseeuw,
    // Time-efficient algorithms for two highly robust estimators of scale, Computational Statistics 1, 1992).
    private static readonly double[] SmallSample = [1.196, 1.495, 1.363, 1.206, 1.200, 1.140, 1.129, 1.107];

    internal static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// An estimate of the standard deviation: 1.4826 times the median absolute deviation, which is consistent for a
    /// normal distribution (F. R. Hampel, The influence curve and its role in robust estimation, JASA 69, 1974).
    /// </summary>
    internal static double Scale(IReadOnlyCollection<double> values)
    {
        var median = Median(values);
        var n = values.Count;
        var correction = n < 2 ? 1 : n < 10 ? SmallSample[n - 2] : n / (n - 0.8);
        return 1.4826 * correction * Median([.. values.Select(value => Math.Abs(value - median))]);
    }
}
