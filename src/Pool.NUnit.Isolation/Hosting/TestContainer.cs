using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>The services of one test.</summary>
/// <param name="services">Resolves, in the test's own scope.</param>
/// <param name="pools">The test's pools.</param>
internal sealed class TestContainer(IServiceProvider services, EnvironmentPools pools)
{
    private readonly IServiceProviderIsService _isService = services.GetRequiredService<IServiceProviderIsService>();

    public IServiceProvider Services => services;

    public EnvironmentPools Pools => pools;

    /// <summary>Whether the type was registered. The container can make any IEnumerable, even an empty one: that says nothing.</summary>
    public bool Has(Type type) => _isService.IsService(type)
        && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>));
}
