namespace Pool.Runtime.Adapters;

/// <summary>How workers are started and spoken to. The pool knows nothing else of what a worker is.</summary>
/// <remarks>Thread-safe. The kinds of adapter are those of this library.</remarks>
public abstract class WorkerAdapter
{
    private protected WorkerAdapter()
    {
    }

    /// <summary>What the adapter starts, for messages and logs; for a process, its command line.</summary>
    public abstract string Description { get; }

    /// <summary>What a person runs to see why a worker does not start.</summary>
    internal virtual string CommandLine => Description;

    /// <summary>What ends its workers when this process dies without a word; null while that is not known, or when nothing of them is outside this process.</summary>
    internal virtual OrphanGuard? OrphanGuard => null;

    /// <summary>Starts a worker and opens the channel to it. The worker has not said hello yet.</summary>
    /// <exception cref="WorkerStartFailure">The worker could not be started at all.</exception>
    internal abstract ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken);

    /// <summary>A pool's use of the adapter, from before its first worker until after its last; null when there is nothing to keep.</summary>
    internal virtual IAsyncDisposable? Use() => null;
}
