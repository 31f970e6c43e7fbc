namespace Pool.Reporting.Baselines;

/// <summary>One accepted run of one benchmark.</summary>
public sealed record BaselineRun
{
    /// <summary>The run it was measured in; a run counts once, since repetitions within it share its luck.</summary>
    public required string RunId { get; init; }

    /// <summary>When it was measured, in UTC.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Version of the packages it was measured with.</summary>
    public required string Version { get; init; }

    /// <summary>Nanoseconds per unit of the calibration around it; above 0.</summary>
    public required double CalibrationNs { get; init; }

    /// <summary>What was measured.</summary>
    public required BenchmarkMetrics Metrics { get; init; }
}
