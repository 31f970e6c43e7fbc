using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>Tests of NUnit with a container that set-up builds by hand.</summary>
public sealed class ByHandTests
{
    private ServiceProvider _services = null!;

    [SetUp]
    public void SetUp() => _services = HandmadeContainer.Build();

    [TearDown]
    public async Task TearDownAsync() => await _services.DisposeAsync();

    [Test]
    public void Test([Range(1, EmptyCases.Count)] int number) => HandmadeContainer.Use(_services);
}
