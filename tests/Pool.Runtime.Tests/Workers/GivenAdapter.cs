using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Workers;

/// <summary>Starts a worker that is there already.</summary>
internal sealed class GivenAdapter(WorkerChannel channel) : WorkerAdapter
{
    public override string Description => "given worker";

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken) => new(channel);
}
