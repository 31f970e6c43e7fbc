using NUnit.Framework;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>Tests of NUnit alone.</summary>
public sealed class PlainTests
{
    [Test]
    public void Test([Range(1, EmptyCases.Count)] int number) => _ = number;
}
