using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// A caller that waits for its session's turn or for a worker. It is answered exactly once: whoever takes it out of its
/// queue, under the pool's lock, answers it.
/// </summary>
internal sealed class Waiter
{
    private readonly TaskCompletionSource<PooledWorker?> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Waiter(Call call, WaiterQueue queue)
    {
        Call = call;
        Queue = queue;
        Node = new LinkedListNode<Waiter>(this);
    }

    public Call Call { get; }

    public long Ticket => Call.Ticket;

    /// <summary>The queue it is in, or was in last. Guarded by the pool's lock.</summary>
    public WaiterQueue Queue { get; set; }

    /// <summary>Its place in a queue; in none once it is answered.</summary>
    public LinkedListNode<Waiter> Node { get; }

    /// <summary>The worker granted, or null when it was the turn that was waited for.</summary>
    public Task<PooledWorker?> Granted => _granted.Task;

    public void Grant(PooledWorker? worker) => _granted.SetResult(worker);

    public void Refuse(Exception error) => _granted.SetException(error);

    public void Cancel(CancellationToken cancellationToken) => _granted.SetCanceled(cancellationToken);
}
