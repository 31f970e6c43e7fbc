using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Workers;

internal sealed class BreakingAdapter(Func<Exception> failure, Action<string> heard) : WorkerAdapter
{
    public override string Description => "breaking worker";

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken) =>
        new(new BreakingChannel(failure, heard));
}
