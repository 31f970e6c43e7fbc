namespace Pool.Reporting.Thresholds;

/// <summary>Whether a load kept one threshold, and by how much.</summary>
public sealed record ThresholdResult
{
    /// <summary>The threshold as its author wrote it.</summary>
    public required string Threshold { get; init; }

    /// <summary>The operation it applies to; null for all operations together.</summary>
    public string? Operation { get; init; }

    /// <summary>What it limits.</summary>
    public required ThresholdMetric Metric { get; init; }

    /// <summary>The limit: nanoseconds for latencies, a share from 0 to 1 for errors, else a plain number.</summary>
    public required double Limit { get; init; }

    /// <summary>The measured value in the unit of the limit; null when there was nothing to measure.</summary>
    public double? Actual { get; init; }

    /// <summary>Whether the load kept the limit.</summary>
    public required bool Passed { get; init; }

    /// <summary>
    /// The room left, as a share of the limit: 0.2 is 20 % better than the limit, -0.2 is 20 % worse. Null when there
    /// was nothing to measure or the limit is 0.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>
    /// False when the threshold is on a quantile and too few samples were taken to speak of it; it is still judged on
    /// the value there is.
    /// </summary>
    public bool IsSupported { get; init; } = true;

    /// <summary>One sentence with the actual value.</summary>
    public required string Message { get; init; }
}
