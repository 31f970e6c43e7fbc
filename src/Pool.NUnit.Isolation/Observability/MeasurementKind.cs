namespace Pool.NUnit.Isolation.Observability;

/// <summary>Kinds of instruments.</summary>
public enum MeasurementKind
{
    /// <summary>Counts up.</summary>
    Counter,

    /// <summary>Counts up and down.</summary>
    UpDownCounter,

    /// <summary>A level that is told.</summary>
    Gauge,

    /// <summary>A distribution.</summary>
    Histogram,

    /// <summary>Read when asked: a count, a level.</summary>
    Observable,
}
