namespace Pool.Reporting.Machines;

/// <summary>How long the fixed unit of work took at one moment.</summary>
/// <param name="UnitNanoseconds">The median time of one unit in nanoseconds; above 0.</param>
/// <param name="Spread">The median deviation from it, as a share of it; a restless machine has a large one.</param>
public readonly record struct CalibrationSample(double UnitNanoseconds, double Spread);
