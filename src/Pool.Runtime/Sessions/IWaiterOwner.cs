namespace Pool.Runtime.Sessions;

/// <summary>Who keeps waiters, and is told when one of them gives up. Thread-safe.</summary>
internal interface IWaiterOwner
{
    string Name { get; }

    void Stop(Call call, StopReason reason);

    void Cancel(LeaseRequest request);
}
