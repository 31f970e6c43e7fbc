using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Resilience;

namespace Pool.Runtime;

/// <summary>What a pool is given besides its options; whatever is left out the pool makes for itself.</summary>
/// <remarks>The pool disposes none of these.</remarks>
public sealed record SessionPoolServices
{
    /// <summary>Clock of deadlines, delays and timestamps. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the pool logs to. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Makes the pool's meter, which is named <c>Pool.Runtime</c>. Default null: the pool has a meter of its own, which
    /// global listeners see as well.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Circuit breaker on the path of every attempt. Default null: one with the default options.</summary>
    public CircuitBreaker? CircuitBreaker { get; init; }

    /// <summary>Decides what follows a failed attempt. Default null: one with the default options.</summary>
    public ErrorOrchestrator? ErrorOrchestrator { get; init; }

    /// <summary>Seed of everything the pool leaves to chance, such as the jitter of delays. Default null: a random one.</summary>
    public int? Seed { get; init; }
}
