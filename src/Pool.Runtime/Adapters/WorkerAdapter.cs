namespace Pool.Runtime.Adapters;

/// <summary>How a worker is started and spoken to. The pool's code is the same above every adapter.</summary>
/// <remarks>
/// Thread-safe: a pool starts several workers at once, and several pools may share an adapter.
/// The adapters of this library are <see cref="ProcessAdapter"/>, <see cref="DuplexPipeAdapter"/> and <see cref="InMemoryAdapter"/>.
/// </remarks>
public abstract class WorkerAdapter
{
    private protected WorkerAdapter()
    {
    }

    /// <summary>What the adapter starts, for messages and logs; for a process, its command line.</summary>
    public abstract string Description { get; }

    /// <summary>Starts a worker and opens the channel to it. The worker has not said hello yet.</summary>
    /// <exception cref="WorkerStartFailure">The worker could not be started at all.</exception>
    internal abstract ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken);
}
