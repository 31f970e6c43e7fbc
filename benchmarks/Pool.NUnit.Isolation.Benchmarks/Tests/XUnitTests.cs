using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>Tests of xunit, whose constructor builds a container by hand.</summary>
public sealed class XUnitTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = HandmadeContainer.Build();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Theory]
    [MemberData(nameof(EmptyCases.Rows), MemberType = typeof(EmptyCases))]
    public void Test(int number)
    {
        _ = number;
        HandmadeContainer.Use(_services);
    }
}
