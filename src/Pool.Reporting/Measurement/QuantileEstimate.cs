namespace Pool.Reporting.Measurement;

/// <summary>A quantile of recorded latencies, and whether there were enough samples to speak of it.</summary>
/// <param name="Quantile">The share from 0 to 1; 0.99 for the 99th percentile.</param>
/// <param name="Nanoseconds">The value, within 0.1 % of the exact nearest-rank quantile.</param>
/// <param name="Samples">How many samples it was taken of.</param>
public readonly record struct QuantileEstimate(double Quantile, long Nanoseconds, long Samples)
{
    /// <summary>
    /// True when at least ten samples lie beyond the quantile: 20 for p50, 100 for p90, 1,000 for p99, 10,000 for
    /// p99.9. With fewer, the value is little more than the luck of the last few samples.
    /// </summary>
    public bool IsSupported => Samples >= RequiredSamples(Quantile);

    /// <summary>The value in milliseconds.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>The number of samples from which a quantile is supported: 10 / (1 - q), rounded up.</summary>
    /// <param name="quantile">The share from 0 to 1.</param>
    /// <returns>The number of samples; <see cref="long.MaxValue"/> for a quantile of 1, which is the maximum and no
    /// estimate.</returns>
    public static long RequiredSamples(double quantile) =>
        quantile >= 1 ? long.MaxValue : (long)Math.Ceiling(10m / (1m - (decimal)quantile));
}
