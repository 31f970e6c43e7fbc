using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>Who keeps waiters, and is told when one of them gives up. Thread-safe.</summary>
internal interface IWaiterOwner
{
    string Name { get; }

    void Stop(Call call, StopReason reason);

    /// <summary>Ends a call with its answer, on the thread that reads for its worker. False when that has to be done elsewhere.</summary>
    bool TrySettle(Call call, PooledWorker worker, WorkerMessage answer);

    void Cancel(LeaseRequest request);
}
