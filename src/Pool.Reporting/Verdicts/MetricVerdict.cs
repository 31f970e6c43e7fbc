namespace Pool.Reporting.Verdicts;

/// <summary>One metric's comparison with its baseline.</summary>
public sealed record MetricVerdict
{
    /// <summary>The metric's name: <c>throughput</c>, <c>p50</c>, <c>p90</c> or <c>p99</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>What the comparison came to.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>Whether the metric takes part in the benchmark's verdict; others are only shown.</summary>
    public required bool Gates { get; init; }

    /// <summary>
    /// The change in calibrated time against the baseline's median, as a share: 0.1 is 10 % worse (slower, or less
    /// throughput), -0.1 is 10 % better. Null when it could not be computed.
    /// </summary>
    public double? Change { get; init; }

    /// <summary>How far the change can be wrong by noise, as a share; null when it could not be computed.</summary>
    public double? Noise { get; init; }

    /// <summary>The smallest change that counts as an effect, as a share.</summary>
    public double Floor { get; init; }

    /// <summary>Number of baseline runs that hold this metric.</summary>
    public int BaselineRuns { get; init; }

    /// <summary>What is missing, when the metric could not be judged.</summary>
    public string? Note { get; init; }
}
