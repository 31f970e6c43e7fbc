using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Hosting;
using Pool.Runtime.Resilience;

#pragma warning disable IDE0130 // Found where a container is set up, without a using, as is the custom.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Adds session pools to a container.</summary>
/// <remarks>
/// A pool is a singleton with its name as the key: ask for it by <c>[FromKeyedServices("name")]</c>, or without a key when
/// there is only one. It may be injected at any time; the host starts it before its first service and stops it after its
/// last, and a call before that start is a <c>PoolNotStartedException</c>. All pools whose program comes from configuration
/// share the container's <see cref="WorkerHost"/>; give it to adapters of your own too. Its <see cref="CircuitBreaker"/> and
/// <see cref="ErrorOrchestrator"/> can be had by the same key. Dispose the container by <c>DisposeAsync</c>.
/// </remarks>
public static class SessionPoolServiceCollectionExtensions
{
    /// <summary>Adds a pool that is set up by code.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="name">Name and key of the pool; 1 to 200 characters, unique in the container.</param>
    /// <param name="adapter">Makes what starts the workers; called once.</param>
    /// <param name="configure">Is given the default options and returns those that are to hold. Null for the defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddSessionPool(
        this IServiceCollection services, string name, Func<IServiceProvider, WorkerAdapter> adapter, Func<PoolOptions, PoolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return services.AddSessionPool(name, new SessionPoolSetup { Adapter = adapter, Configure = configure });
    }

    /// <summary>Adds a pool that is set up by configuration.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="name">Name and key of the pool; 1 to 200 characters, unique in the container.</param>
    /// <param name="section">Section of the pool, as <see cref="SessionPoolSetup.Section"/> describes it.</param>
    /// <param name="adapter">Makes what starts the workers; called once. Null for the program of the section <c>Process</c>.</param>
    /// <param name="configure">Is given the options as read and returns those that are to hold. Null for no change.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <remarks>
    /// What is wrong with the section is a <c>PoolOptionsException</c> that lists all of it, when the pool is first asked
    /// for, which is at the latest when the host starts. An option that does not exist is wrong too.
    /// </remarks>
    public static IServiceCollection AddSessionPool(
        this IServiceCollection services,
        string name,
        IConfiguration section,
        Func<IServiceProvider, WorkerAdapter>? adapter = null,
        Func<PoolOptions, PoolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddSessionPool(name, new SessionPoolSetup { Section = section, Adapter = adapter, Configure = configure });
    }

    /// <summary>Adds a pool.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="name">Name and key of the pool; 1 to 200 characters, unique in the container.</param>
    /// <param name="setup">All there is to say about it.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddSessionPool(this IServiceCollection services, string name, SessionPoolSetup setup)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(setup);
        if (Names(services).Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"The container has a session pool named '{name}' already. Give each pool a name of its own.", nameof(name));

        var registration = new PoolRegistration(name, setup);
        services.AddSingleton(registration);
        services.AddKeyedSingleton(name, (_, _) => OptionsComposer.Compose(registration));
        services.AddKeyedSingleton(name, (provider, key) => new HostedPool(provider, registration, provider.GetRequiredKeyedService<ComposedOptions>(key)));
        services.AddKeyedSingleton(name, (provider, key) => provider.GetRequiredKeyedService<HostedPool>(key).Pool);
        services.TryAddKeyedSingleton(name, (provider, key) => new CircuitBreaker(
            provider.GetRequiredKeyedService<ComposedOptions>(key).CircuitBreaker, HostedPool.ClockOf(provider), name));
        services.TryAddKeyedSingleton(name, (provider, key) => new ErrorOrchestrator(
            provider.GetRequiredKeyedService<ComposedOptions>(key).ErrorOrchestrator, HostedPool.ClockOf(provider), HostedPool.RandomSeed()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedPool>(name));
        services.TryAddSingleton(OnlyPool);
        services.TryAddSingleton(provider => new WorkerHost(new WorkerHostOptions { Time = HostedPool.ClockOf(provider) }));
        return services;
    }

    private static IEnumerable<string> Names(IServiceCollection services) =>
        services.Where(service => service.ServiceType == typeof(PoolRegistration)).Select(service => ((PoolRegistration)service.ImplementationInstance!).Name);

    private static SessionPool OnlyPool(IServiceProvider provider)
    {
        var names = provider.GetServices<PoolRegistration>().Select(registration => registration.Name).ToList();
        return names is [var only]
            ? provider.GetRequiredKeyedService<SessionPool>(only)
            : throw new InvalidOperationException(
                $"The container has {names.Count} session pools: {string.Join(", ", names.Select(name => $"'{name}'"))}. " +
                "Say which one by its name, as the key: [FromKeyedServices(\"name\")] or GetRequiredKeyedService<SessionPool>(\"name\").");
    }
}
