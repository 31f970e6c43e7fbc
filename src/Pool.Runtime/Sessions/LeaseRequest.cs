using System.Threading.Tasks.Sources;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// A user who waits for a lease. Used again for another one, so that waiting costs no memory; a user may await it once.
/// </summary>
internal sealed class LeaseRequest(IWaiterOwner owner, Action<IThreadPoolWorkItem> post, Action<TimeSpan> waited)
    : Waiter, IValueTaskSource<WorkerLease>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<WorkerLease> _granted;
    private CancellationTokenRegistration _onCancel;
    private string? _sessionId;
    private LeaseState? _lease;
    private long _number;
    private string _workerId = "";
    private Exception? _error;

    public override string? SessionId => _sessionId;

    public override PoolErrorContext Context => new(owner.Name) { SessionId = _sessionId };

    public CancellationToken Cancellation { get; private set; }

    /// <summary>Its user has the lease, or the error.</summary>
    public bool IsConsumed { get; private set; }

    public TimeSpan Patience { get; private set; }

    /// <summary>Where the lease is asked for; null unless leaks are looked for.</summary>
    public string? BorrowerStack { get; private set; }

    /// <summary>The lease that was opened for it; null before.</summary>
    public LeaseState? Granted => _lease;

    /// <summary>The next one that is not in use.</summary>
    public LeaseRequest? NextSpare { get; set; }

    public void Grant(LeaseState lease) => (_lease, _number, _workerId) = (lease, lease.Number, lease.Worker.Id);

    public void Begin(string? sessionId, TimeSpan patience, string? borrowerStack, CancellationToken cancellation)
    {
        BorrowerStack = borrowerStack;
        _granted.Reset();
        _sessionId = sessionId;
        Patience = patience;
        Cancellation = cancellation;
        Session = null;
        HasTurn = IsLetIn = false;
        Ticket = 0;
        QueuedAt = 0;
        QueueTime = TimeSpan.Zero;
        IsConsumed = false;
        _lease = null;
        _error = null;
    }

    /// <summary>What the user awaits.</summary>
    public ValueTask<WorkerLease> Wait() => new(this, _granted.Version);

    /// <summary>Not under the lock: one that is cancelled already is called at once.</summary>
    public void WatchForCancel() =>
        _onCancel = Cancellation.UnsafeRegister(static request => ((LeaseRequest)request!).CancelFromToken(), this);

    // A user's code may be behind it, or a user's synchronization context: it goes on elsewhere, outside the lock.
    public override void Grant(PooledWorker? worker, bool inline) => post(this);

    public override void Refuse(Exception error)
    {
        _error = error;
        post(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        waited(QueueTime);
        if (_error is null)
            _granted.SetResult(new WorkerLease(_lease!, _number, _workerId, _sessionId));
        else
            _granted.SetException(_error);
    }

    WorkerLease IValueTaskSource<WorkerLease>.GetResult(short token)
    {
        try
        {
            return _granted.GetResult(token);
        }
        finally
        {
            _onCancel.Unregister();
            IsConsumed = true;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<WorkerLease>.GetStatus(short token) => _granted.GetStatus(token);

    void IValueTaskSource<WorkerLease>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _granted.OnCompleted(continuation, state, token, flags);

    private void CancelFromToken() => owner.Cancel(this);
}
