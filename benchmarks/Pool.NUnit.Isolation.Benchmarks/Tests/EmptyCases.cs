namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>How many tests each kind has.</summary>
internal static class EmptyCases
{
    public const int Count = 2_000;

    public static IEnumerable<object[]> Rows => Enumerable.Range(0, Count).Select(static i => new object[] { i });
}
