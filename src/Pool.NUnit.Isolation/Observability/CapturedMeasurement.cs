namespace Pool.NUnit.Isolation.Observability;

/// <summary>What one instrument has measured under one set of tags. Immutable.</summary>
public sealed record CapturedMeasurement
{
    internal CapturedMeasurement()
    {
    }

    /// <summary>Name of the meter, such as <c>Pool.Runtime</c>.</summary>
    public required string Meter { get; init; }

    /// <summary>Name of the instrument, such as <c>pool.worker.losses</c>.</summary>
    public required string Instrument { get; init; }

    /// <summary>What kind of instrument it is.</summary>
    public required MeasurementKind Kind { get; init; }

    /// <summary>Unit, if the instrument has one.</summary>
    public string? Unit { get; init; }

    /// <summary>The tags of these measurements.</summary>
    public required IReadOnlyDictionary<string, object?> Tags { get; init; }

    /// <summary>How many measurements there were; 1 for an instrument that was read.</summary>
    public required long Count { get; init; }

    /// <summary>Their sum.</summary>
    public required double Sum { get; init; }

    /// <summary>The smallest.</summary>
    public required double Min { get; init; }

    /// <summary>The largest.</summary>
    public required double Max { get; init; }

    /// <summary>The last.</summary>
    public required double Last { get; init; }

    /// <summary>What the instrument says: the sum of what a counter or histogram was given, the last value of any other and of one that was read.</summary>
    public double Value => Kind is MeasurementKind.Counter or MeasurementKind.UpDownCounter or MeasurementKind.Histogram ? Sum : Last;

    /// <summary>As a line of the metrics file.</summary>
    public override string ToString() => MetricsText.Line(this);
}
