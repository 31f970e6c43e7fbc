using System.Threading.Tasks.Sources;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>
/// A user who waits for a lease. Used again for another one, so that waiting costs no memory; a user may await it once.
/// </summary>
internal sealed class LeaseRequest(
    string poolName, IWaiterOwner owner, Action<LeaseRequest> free, Action<IThreadPoolWorkItem> post, Action<TimeSpan> waited)
    : Waiter, IValueTaskSource<WorkerLease>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<WorkerLease> _granted;
    private CancellationTokenRegistration _onCancel;
    private string? _sessionId;
    private WorkerLease _lease;
    private Exception? _error;

    public override string? SessionId => _sessionId;

    public override PoolErrorContext Context => new(poolName) { SessionId = _sessionId };

    public CancellationToken Cancellation { get; private set; }

    public TimeSpan Patience { get; private set; }

    /// <summary>Where the lease is asked for; null unless leaks are looked for.</summary>
    public string? BorrowerStack { get; set; }

    /// <summary>The lease that was opened for it.</summary>
    public WorkerLease Granted
    {
        get => _lease;
        set => _lease = value;
    }

    public void Begin(string? sessionId, TimeSpan patience, CancellationToken cancellation)
    {
        _granted.Reset();
        _sessionId = sessionId;
        Patience = patience;
        Cancellation = cancellation;
        Session = null;
        HasTurn = IsLetIn = false;
        Ticket = 0;
        QueueTime = TimeSpan.Zero;
        _lease = default;
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
            _granted.SetResult(_lease);
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
            // One whose cancellation may be on its way must not stand for another request meanwhile.
            if (!Cancellation.CanBeCanceled)
                free(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<WorkerLease>.GetStatus(short token) => _granted.GetStatus(token);

    void IValueTaskSource<WorkerLease>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _granted.OnCompleted(continuation, state, token, flags);

    private void CancelFromToken() => owner.Cancel(this);
}
