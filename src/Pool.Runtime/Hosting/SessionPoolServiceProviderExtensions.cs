using Pool.Runtime.Hosting;

#pragma warning disable IDE0130 // Found beside what builds a container, without a using, as is the custom.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Starts session pools where no host does.</summary>
public static class SessionPoolServiceProviderExtensions
{
    /// <summary>
    /// Starts every pool of a container that has not been started, all at once. Disposing the container (by
    /// <c>DisposeAsync</c>) stops them.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <exception cref="Pool.Runtime.Errors.PoolException">A pool's options are wrong, or its workers did not start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task StartSessionPoolsAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var pools = services.GetServices<PoolRegistration>().Select(registration => services.GetRequiredKeyedService<HostedPool>(registration.Name)).ToList();
        return Task.WhenAll(pools.Select(pool => pool.EnsureStartedAsync(cancellationToken)));
    }
}
