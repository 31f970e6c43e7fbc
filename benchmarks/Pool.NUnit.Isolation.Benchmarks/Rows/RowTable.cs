using Pool.Benchmarking.Rows;

namespace Pool.NUnit.Isolation.Benchmarks.Rows;

/// <summary>The rows in the order in which they run: the quick ones first.</summary>
internal static class RowTable
{
    public static IReadOnlyList<Row> Rows { get; } = [new ContainerRow(), new OverheadRow(), new ParallelRow(), new SideBySideRow()];
}
