namespace Pool.Benchmarking.Measuring;

/// <summary>Medians and quantiles of a few numbers.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        if (sorted.Length == 0)
            return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest number that at least this share of them does not exceed.</summary>
    public static double Quantile(IEnumerable<double> numbers, double share)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
