using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Hosting;

/// <summary>Says how a pool is from what it observed: nothing is called and nothing is waited for.</summary>
internal sealed class PoolHealthCheck(HostedPool hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var stats = hosted.Pool.GetStats();
        var circuit = hosted.CircuitBreaker?.State;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["state"] = stats.State.ToString(),
            ["size"] = stats.Size,
            ["initializing"] = stats.Initializing,
            ["ready"] = stats.Ready,
            ["busy"] = stats.Busy,
            ["degraded"] = stats.Degraded,
            ["terminating"] = stats.Terminating,
            ["queue_depth"] = stats.QueueDepth,
            ["sessions"] = stats.Sessions,
            ["losses"] = stats.Counters.Losses,
            ["start_failures"] = stats.Counters.StartFailures,
        };
        if (circuit is { } known)
            data["circuit"] = known.ToString();

        var available = stats.Ready + stats.Busy;
        var (status, description) = stats.State switch
        {
            PoolState.Running when circuit is CircuitState.Open or CircuitState.Isolated or CircuitState.HalfOpen =>
                (HealthStatus.Degraded, $"The circuit breaker is {circuit}."),
            PoolState.Running when available < stats.Size && !hosted.IsLazy =>
                (HealthStatus.Degraded, string.Create(CultureInfo.InvariantCulture, $"{available} of {stats.Size} workers are ready.")),
            PoolState.Running => (HealthStatus.Healthy, string.Create(CultureInfo.InvariantCulture, $"{available} workers are ready.")),
            var state => (context.Registration.FailureStatus, $"The pool is {state} and takes no calls."),
        };
        return Task.FromResult(new HealthCheckResult(status, $"Pool '{stats.Name}': {description}", data: data));
    }
}
