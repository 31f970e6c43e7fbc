using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pool.Runtime.Hosting;

#pragma warning disable IDE0130 // Found where health checks are set up, without a using, as is the custom.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Adds health checks of session pools.</summary>
public static class SessionPoolHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds the health check of a pool: the failure status while it takes no calls (not started, starting, draining, failed,
    /// disposed); Degraded while its circuit is not closed or, unless it starts lazily, while fewer workers than its size are
    /// ready or busy; Healthy otherwise. Its data are what the pool observed.
    /// </summary>
    /// <param name="builder">The health checks to be.</param>
    /// <param name="poolName">Name of the pool, as it was or will be added to the container.</param>
    /// <param name="name">Name of the check. Null for "session_pool_" and the pool's name.</param>
    /// <param name="failureStatus">Status of a pool that takes no calls. Null for Unhealthy.</param>
    /// <param name="tags">Tags to select checks by. Null for none.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddSessionPool(
        this IHealthChecksBuilder builder, string poolName, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(poolName);
        return builder.Add(new HealthCheckRegistration(
            name ?? "session_pool_" + poolName,
            provider => new PoolHealthCheck(provider.GetRequiredKeyedService<HostedPool>(poolName)),
            failureStatus,
            tags));
    }
}
