namespace Pool.Reporting.Thresholds;

/// <summary>The kind of quantity that a limit is.</summary>
internal enum LimitUnit
{
    Time,
    Share,
    Rate,
    Number,
}
