using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Sessions;

/// <summary>Stops the calls that are cancelled, and remembers why.</summary>
internal sealed class StoppingOwner : IWaiterOwner
{
    public string Name => "pool";

    public List<StopReason> Reasons { get; } = [];

    public void Stop(Call call, StopReason reason)
    {
        Reasons.Add(reason);
        call.Stop(reason);
    }

    public bool TrySettle(Call call, PooledWorker worker, WorkerMessage answer) => throw new NotSupportedException();

    public void Cancel(LeaseRequest request) => throw new NotSupportedException();
}
