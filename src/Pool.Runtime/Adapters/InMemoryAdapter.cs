namespace Pool.Runtime.Adapters;

/// <summary>Workers in this process, handed messages as objects: no process, no frames, no bytes on a wire.</summary>
/// <remarks>Thread-safe, when the factory is.</remarks>
public sealed class InMemoryAdapter : WorkerAdapter
{
    private readonly Func<InProcessWorkerContext, IInProcessWorker> _factory;

    /// <summary>An adapter that makes its workers with <paramref name="factory"/>.</summary>
    /// <param name="factory">Makes a worker; called once for each worker that a pool starts.</param>
    public InMemoryAdapter(Func<InProcessWorkerContext, IInProcessWorker> factory) =>
        _factory = factory ?? throw new ArgumentNullException(nameof(factory));

    /// <inheritdoc/>
    public override string Description => "in-memory worker";

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<WorkerChannel>(new InMemoryChannel(new InProcessServer(start, _factory), start));
    }
}
