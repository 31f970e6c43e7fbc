using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

internal sealed class HostileAdapter(HostileLedger ledger) : WorkerAdapter
{
    public override string Description => "hostile worker";

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var channel = new HostileChannel(ledger, start);
        ledger.Add(channel);
        return new ValueTask<WorkerChannel>(channel);
    }
}
