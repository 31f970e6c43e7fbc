namespace Pool.Runtime.Adapters;

/// <summary>Workers in this process, spoken to in real frames over a pair of in-process byte pipes.</summary>
/// <remarks>Thread-safe, when the factory is. Each pipe holds 64 KiB, as a Linux pipe does; writers wait beyond that.</remarks>
public sealed class DuplexPipeAdapter : WorkerAdapter
{
    private readonly Func<InProcessWorkerContext, IInProcessWorker> _factory;

    /// <summary>An adapter that makes its workers with <paramref name="factory"/>.</summary>
    /// <param name="factory">Makes a worker; called once for each worker that a pool starts.</param>
    public DuplexPipeAdapter(Func<InProcessWorkerContext, IInProcessWorker> factory) =>
        _factory = factory ?? throw new ArgumentNullException(nameof(factory));

    /// <inheritdoc/>
    public override string Description => "in-process worker behind a duplex pipe";

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<WorkerChannel>(new DuplexPipeChannel(new InProcessServer(start, _factory), start));
    }
}
