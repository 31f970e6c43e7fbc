using System.Text.Json.Serialization;

namespace Pool.Reporting.Machines;

/// <summary>
/// The speed of the machine around one load: a fixed unit of CPU work measured before and after it. Dividing a metric
/// by it gives a ratio that can be compared between sessions.
/// </summary>
public sealed record Calibration
{
    /// <summary>Nanoseconds per unit before the load.</summary>
    public required double BeforeNs { get; init; }

    /// <summary>Nanoseconds per unit after the load.</summary>
    public required double AfterNs { get; init; }

    /// <summary>Nanoseconds per unit for the load as a whole: the geometric mean of both.</summary>
    [JsonIgnore]
    public double UnitNs => Math.Sqrt(BeforeNs * AfterNs);

    /// <summary>
    /// How much the machine's speed changed during the load, as a share from 0; 0.1 is 10 % in either direction.
    /// </summary>
    [JsonIgnore]
    public double Drift => (Math.Max(BeforeNs, AfterNs) / Math.Min(BeforeNs, AfterNs)) - 1;

    /// <summary>Joins two samples.</summary>
    /// <param name="before">Taken just before the load.</param>
    /// <param name="after">Taken just after the load.</param>
    /// <returns>The calibration of the load between them.</returns>
    public static Calibration Between(CalibrationSample before, CalibrationSample after) =>
        new() { BeforeNs = before.UnitNanoseconds, AfterNs = after.UnitNanoseconds };
}
