using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <summary>What a pool observed up to one moment. Counts are since the pool started.</summary>
/// <remarks>An immutable, consistent snapshot: all values were read under one lock.</remarks>
public sealed record PoolStats
{
    /// <summary>Name of the pool.</summary>
    public required string Name { get; init; }

    /// <summary>State of the pool.</summary>
    public required PoolState State { get; init; }

    /// <summary>
    /// What ends the workers when this process dies without a word; null before the first was started, and when nothing of
    /// them is outside this process.
    /// </summary>
    public OrphanGuard? OrphanGuard { get; init; }

    /// <summary>Workers the pool keeps, overflow not included: its target, whatever there is at the moment.</summary>
    public required int Size { get; init; }

    /// <summary>Workers being started.</summary>
    public required int Initializing { get; init; }

    /// <summary>Workers ready and idle.</summary>
    public required int Ready { get; init; }

    /// <summary>Workers checked out.</summary>
    public required int Busy { get; init; }

    /// <summary>Workers alive but not trusted with commands, because a health check failed.</summary>
    public required int Degraded { get; init; }

    /// <summary>Workers being stopped whose end has not been observed yet.</summary>
    public required int Terminating { get; init; }

    /// <summary>Callers waiting for a worker or for their session's turn.</summary>
    public required int QueueDepth { get; init; }

    /// <summary>Sessions the pool knows.</summary>
    public required int Sessions { get; init; }

    /// <summary>The counts.</summary>
    public required PoolCounters Counters { get; init; }

    /// <summary>Workers in good order that were replaced, by reason; every reason is there.</summary>
    public required IReadOnlyDictionary<RecycleReason, long> Recycles { get; init; }

    /// <summary>Each worker that has not ended, oldest first.</summary>
    public required IReadOnlyList<WorkerStats> Workers { get; init; }
}
