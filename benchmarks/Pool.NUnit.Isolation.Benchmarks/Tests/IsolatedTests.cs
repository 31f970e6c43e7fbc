using NUnit.Framework;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>Isolated tests that do nothing.</summary>
public sealed class IsolatedTests
{
    [IsolatedTest]
    public void Test([Range(1, EmptyCases.Count)] int number) => _ = number;
}
