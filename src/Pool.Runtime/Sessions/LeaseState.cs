using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// What the pool keeps of one lease at a time; used again for the next one, under a new number. Guarded by the pool's lock.
/// </summary>
internal sealed class LeaseState(IWaiterOwner owner)
{
    public IWaiterOwner Owner { get; } = owner;

    /// <summary>Number of the lease that it stands for; who holds another number holds nothing.</summary>
    public long Number { get; set; }

    public PooledWorker Worker { get; set; } = null!;

    public SessionState? Session { get; set; }

    /// <summary>The command that runs, or whose answer is still owed.</summary>
    public Call? Running { get; set; }

    /// <summary>Completes when <see cref="Running"/>, which its caller has given up, owes no more; null while none does.</summary>
    public TaskCompletionSource? Settled { get; set; }

    /// <summary>The lease ended while <see cref="Running"/> was not over, which then gives the worker back.</summary>
    public bool HasEnded { get; set; }

    public long OpenedAt { get; set; }

    /// <summary>Where it was borrowed; null unless leaks are looked for.</summary>
    public string? BorrowerStack { get; set; }

    public bool IsReportedAsLeak { get; set; }

    /// <summary>The request that waited for the lease, if it did.</summary>
    public LeaseRequest? Request { get; set; }

    public LeaseState? Next { get; set; }

    public void Clear()
    {
        Worker = null!;
        Session = null;
        HasEnded = IsReportedAsLeak = false;
        BorrowerStack = null;
        Request = null;
    }
}
