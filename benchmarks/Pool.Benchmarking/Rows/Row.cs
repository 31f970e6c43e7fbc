namespace Pool.Benchmarking.Rows;

/// <summary>One row of the table of bars; it may hold several figures.</summary>
internal abstract class Row
{
    /// <summary>The name by which it is chosen; its findings' names begin with it.</summary>
    public abstract string Name { get; }

    public abstract Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan);
}
