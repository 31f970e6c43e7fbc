using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>
/// Puts every disposable that the test's container creates onto the test's resource stack, and leaves the container itself
/// undisposed: disposing it stops at the first exception (dotnet/runtime#123342) and has no time limit. What a test creates in a
/// scope of its own, that scope disposes as usual.
/// </summary>
internal sealed class TrackedServices
{
    private readonly TestResourceStack _resources;
    private readonly ConditionalWeakTable<object, object> _known = [];
    private readonly bool _leavesSome;
    private object? _root;
    private object? _testScope;

    /// <param name="services">All registrations; changed in place.</param>
    /// <param name="users">Those that the user made.</param>
    /// <param name="resources">Where disposables go.</param>
    public TrackedServices(IServiceCollection services, IReadOnlySet<ServiceDescriptor> users, TestResourceStack resources)
    {
        _resources = resources;
        // Of the plugin's own, only the caches of options are left to the container, and they hold nothing.
        _leavesSome = users.Any(IsLeftToContainer);
        for (int i = 0; i < services.Count; i++)
        {
            services[i] = Track(services[i]);
        }
    }

    public IServiceProvider CreateTestScope(ServiceProvider provider)
    {
        AsyncServiceScope scope = provider.CreateAsyncScope();
        _root = provider.GetRequiredService<IServiceScopeFactory>();
        _testScope = scope.ServiceProvider;
        if (_leavesSome)
        {
            // Below everything tracked, whose second disposal by the container then finds nothing to do.
            _resources.Push("container", async _ =>
            {
                await scope.DisposeAsync();
                await provider.DisposeAsync();
            });
        }

        return scope.ServiceProvider;
    }

    // No factory can stand in for an open generic or for a type that asks for its own key.
    private static bool IsLeftToContainer(ServiceDescriptor descriptor) => descriptor.IsKeyedService
        ? IsDisposable(descriptor.KeyedImplementationType)
        : descriptor.ImplementationType is { IsGenericTypeDefinition: true } type && IsDisposable(type);

    private static bool IsDisposable(Type? type) =>
        typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type);

    private ServiceDescriptor Track(ServiceDescriptor descriptor)
    {
        if (descriptor.IsKeyedService)
        {
            return descriptor.KeyedImplementationFactory is { } keyed
                ? new ServiceDescriptor(
                    descriptor.ServiceType, descriptor.ServiceKey, (p, key) => Remember(keyed(p, key), p, descriptor), descriptor.Lifetime)
                : descriptor;
        }

        if (descriptor.ImplementationFactory is { } factory)
        {
            return new ServiceDescriptor(descriptor.ServiceType, p => Remember(factory(p), p, descriptor), descriptor.Lifetime);
        }

        if (descriptor.ImplementationType is { IsGenericTypeDefinition: false } type && IsDisposable(type))
        {
            // Chooses the constructor as the container would: the longest whose parameters are all registered.
            return new ServiceDescriptor(
                descriptor.ServiceType, p => Remember(ActivatorUtilities.CreateInstance(p, type), p, descriptor), descriptor.Lifetime);
        }

        return descriptor;
    }

    // A singleton is the test's wherever it is asked for; others are only when the test's own scope created them.
    private object Remember(object service, IServiceProvider creator, ServiceDescriptor descriptor)
    {
        bool isOfTest = descriptor.Lifetime == ServiceLifetime.Singleton
            || ReferenceEquals(creator, _testScope)
            || ReferenceEquals(creator, _root);
        if (isOfTest && service is IDisposable or IAsyncDisposable && _known.TryAdd(service, service))
        {
            _resources.Push(service);
        }

        return service;
    }
}
