namespace Pool.Runtime.Adapters;

/// <summary>How a <see cref="WorkerHost"/> keeps its processes.</summary>
/// <remarks>Immutable.</remarks>
public sealed record WorkerHostOptions
{
    /// <summary>
    /// The highest guard to use. Default <see cref="OrphanGuard.ProcessNamespace"/>; the highest that the machine allows
    /// up to here is used, and is told by <see cref="PoolStats.OrphanGuard"/> and the log.
    /// </summary>
    public OrphanGuard HighestGuard { get; init; } = OrphanGuard.ProcessNamespace;

    /// <summary>
    /// Where this user's hosts keep what they need to find one another: locks, lists of processes, sockets. It is made if it
    /// is not there and must be this user's alone. Hosts that shall sweep after one another need the same. Default null:
    /// <c>pool-UID</c> in <c>XDG_RUNTIME_DIR</c>, or in the folder for temporary files.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>The clock. Default that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
