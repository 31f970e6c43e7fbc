using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation;

/// <summary>Adds resources where <see cref="IConfigureTestServices"/> adds services.</summary>
public static class TestResourceServiceCollectionExtensions
{
    /// <summary>Has this test use a resource of its own: started before <c>[SetUp]</c>, stopped after the test.</summary>
    /// <typeparam name="TResource">The resource's class.</typeparam>
    /// <param name="services">The test's registrations.</param>
    /// <param name="startTimeout">How long its start may take, more than zero; null means 60 s.</param>
    /// <param name="stopTimeout">How long its stop may take, more than zero; null means 15 s.</param>
    /// <returns>The same registrations.</returns>
    public static IServiceCollection AddTestResource<TResource>(
        this IServiceCollection services, TimeSpan? startTimeout = null, TimeSpan? stopTimeout = null)
        where TResource : class, IAsyncTestResource
    {
        ArgumentNullException.ThrowIfNull(services);
        ResourceDeclaration declaration = ResourceDeclaration.OfServices(typeof(TResource), startTimeout, stopTimeout);
        return services.AddSingleton(declaration);
    }
}
