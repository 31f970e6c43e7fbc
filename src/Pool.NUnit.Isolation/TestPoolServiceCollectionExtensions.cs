using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pool.Runtime;

namespace Pool.NUnit.Isolation;

/// <summary>Changes the pool of a test by code.</summary>
public static class TestPoolServiceCollectionExtensions
{
    /// <summary>
    /// Changes the options of the test's pool, which beats every other source of settings. What <paramref name="configure"/> leaves
    /// alone stays as file, run parameters, variables and attributes say.
    /// </summary>
    /// <param name="services">The test's registrations, as <see cref="IConfigureTestServices"/> is given them.</param>
    /// <param name="configure">Returns the options to use, made from those so far: <c>options => options with { MaxQueue = 5 }</c>.</param>
    /// <returns>The same registrations.</returns>
    /// <exception cref="InvalidOperationException">Somebody registered <see cref="PoolOptions"/> by a type or a factory, so there are none to start from.</exception>
    public static IServiceCollection ConfigureTestPool(this IServiceCollection services, Func<PoolOptions, PoolOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ServiceDescriptor? last = services.LastOrDefault(static service => !service.IsKeyedService && service.ServiceType == typeof(PoolOptions));
        PoolOptions options = last?.ImplementationInstance as PoolOptions ?? throw new InvalidOperationException(
            $"{nameof(ConfigureTestPool)} found no {nameof(PoolOptions)} object among the registrations. Call it where {nameof(IConfigureTestServices)} "
            + $"is given the test's registrations, and before anything registers {nameof(PoolOptions)} by a factory.");
        return services.Replace(ServiceDescriptor.Singleton(
            configure(options) ?? throw new InvalidOperationException($"The function given to {nameof(ConfigureTestPool)} returned null. Return the options to use.")));
    }
}
