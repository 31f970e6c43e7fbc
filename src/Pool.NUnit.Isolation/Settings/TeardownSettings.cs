using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>How long the end of a test may take.</summary>
/// <param name="Budget">All of it together.</param>
/// <param name="ItemDeadline">The release of one resource that names no deadline.</param>
/// <param name="PoolDeadline">The end of one pool.</param>
internal sealed record TeardownSettings(TimeSpan Budget, TimeSpan ItemDeadline, TimeSpan PoolDeadline)
{
    public static TeardownSettings Of(EffectiveSettings values) => new(
        values.Duration(IsolationRows.TeardownBudgetMs),
        values.Duration(IsolationRows.TeardownItemDeadlineMs),
        values.Duration(IsolationRows.TeardownPoolDeadlineMs));
}
