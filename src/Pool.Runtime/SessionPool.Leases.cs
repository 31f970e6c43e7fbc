using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Leases: a worker, and a session's turn, held for several commands.</content>
public sealed partial class SessionPool
{
    // Used again, the last one first. What is in them is not in use, so they are as many as were in use at one time.
    private LeaseRequest? _spareRequests;
    private LeaseState? _spareLeases;
    private long _lastLease;

    private ValueTask<WorkerLease> CheckoutLeaseAsync(in CheckoutRequest wanted, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<WorkerLease>(cancellationToken);
        var borrower = _options.LeakThreshold is null ? null : BorrowerStack.Capture(typeof(SessionPool));
        LeaseState? lease;
        var workerId = "";
        long number = 0;
        LeaseRequest? request = null;
        PoolException? error = null;
        // Read ahead of the lock, and finely only if it seems that this has to wait.
        var mayWait = _idle.Count == 0;
        var now = mayWait ? _time.GetTimestamp() : _time.GetCoarseTimestamp();
        lock (_gate)
        {
            lease = TryLeaseIdle_NeedsLock(wanted.SessionId, borrower, now);
            if (lease is null)
            {
                if (!mayWait)
                    now = _time.GetTimestamp();
                request = TakeRequest_NeedsLock();
                request.Begin(wanted.SessionId, wanted.QueueTimeout ?? _options.QueueTimeout, borrower, cancellationToken);
                if (TryCheckout_NeedsLock(request, now, out error))
                {
                    lease = request.Granted;
                    lease?.Request = null;
                    Recycle_NeedsLock(request);
                }
            }

            if (lease is not null)
                (number, workerId) = (lease.Number, lease.Worker.Id);
        }

        if (error is not null)
            return ValueTask.FromException<WorkerLease>(error);
        if (lease is not null)
        {
            _metrics.Waited(TimeSpan.Zero);
            return new ValueTask<WorkerLease>(new WorkerLease(lease, number, workerId, wanted.SessionId));
        }

        if (cancellationToken.CanBeCanceled)
            request!.WatchForCancel();
        return request!.Wait();
    }

    // What nearly every checkout finds: nobody waits, it is the session's turn, and the session's own worker is idle.
    private LeaseState? TryLeaseIdle_NeedsLock(string? sessionId, string? borrower, long now)
    {
        SessionState? session = null;
        var worker = _idle.First?.Value;
        if (_state != PoolState.Running || worker is null || _waiting > 0)
            return null;
        if (sessionId is not null)
        {
            if (!_sessions.TryGetValue(sessionId, out session) || session is not { TurnTaken: false, Worker.IdleNode.List: not null })
                return null;
            session.TurnTaken = true;
            worker = session.Worker;
        }

        _calls++;
        _idle.Remove(worker.IdleNode);
        Checkout_NeedsLock(worker, session, now);
        return OpenLease_NeedsLock(worker, session, borrower);
    }

    private LeaseRequest TakeRequest_NeedsLock()
    {
        if (_spareRequests is not { } request)
            return new LeaseRequest(this, BackgroundLoops.Post, _metrics.Waited);
        _spareRequests = request.NextSpare;
        request.NextSpare = null;
        return request;
    }

    private void Recycle_NeedsLock(LeaseRequest request)
    {
        request.NextSpare = _spareRequests;
        _spareRequests = request;
    }

    // False when the request waits now.
    private bool TryCheckout_NeedsLock(LeaseRequest request, long now, out PoolException? error)
    {
        error = null;
        try
        {
            Arrive_NeedsLock(request);
            if (TakeOrChooseQueue_NeedsLock(request, now, out var queue) is not null)
                return true;
            Enqueue_NeedsLock(request, queue, request.Patience, now);
            return false;
        }
        catch (PoolException e)
        {
            GiveUp_NeedsLock(request);
            error = e;
            return true;
        }
    }

    void IWaiterOwner.Cancel(LeaseRequest request)
    {
        lock (_gate)
        {
            if (!TryLeaveQueue_NeedsLock(request))
                return;
            GiveUp_NeedsLock(request);
        }

        request.Refuse(new OperationCanceledException($"{request.Context}The checkout was cancelled by its caller.", request.Cancellation));
    }

    // What a call's own code does at its end.
    private void GiveUp_NeedsLock(LeaseRequest request)
    {
        LetOut_NeedsLock(request);
        PassTurn_NeedsLock(request);
        Dispatch_NeedsLock();
    }

    // The turn goes from the request to the lease.
    private void OpenLease_NeedsLock(PooledWorker worker, LeaseRequest request)
    {
        var state = OpenLease_NeedsLock(worker, request.Session, request.BorrowerStack);
        state.Request = request;
        request.HasTurn = request.IsLetIn = false;
        request.Grant(state);
    }

    private LeaseState OpenLease_NeedsLock(PooledWorker worker, SessionState? session, string? borrower)
    {
        var state = _spareLeases ?? new LeaseState(this);
        _spareLeases = state.Next;
        state.Next = null;
        state.Number = ++_lastLease;
        state.Worker = worker;
        state.Session = session;
        if (_options.LeakThreshold is not null)
            WatchForLeak_NeedsLock(state, borrower);
        return state;
    }

    internal void EndLease(LeaseState state, long number)
    {
        Call? running;
        PooledWorker? worker = null;
        Waiter? next = null;
        var isSnapshotDue = false;
        // Read ahead of the lock, and finely only if it seems that it ends somebody's wait.
        var now = _waiting > 0 ? _time.GetTimestamp() : _time.GetCoarseTimestamp();
        lock (_gate)
        {
            if (state.Number != number)
                return;
            state.Number = 0;
            // No leak any more, however long its last command may take to end.
            if (_options.LeakThreshold is not null)
                _openLeases.Remove(state);
            running = state.Running;
            if (running is not null)
                state.HasEnded = true;
            else if (!(isSnapshotDue = IsSnapshotDue_NeedsLock(state)))
                next = CheckinLease_NeedsLock(state, now, out worker);
        }

        if (isSnapshotDue)
            StartSnapshot(state);
        if (running is not null)
            ((IWaiterOwner)this).Stop(running, StopReason.Cancelled);
        if (next is null)
            return;
        // The next call goes on here, on the thread of whoever gives the lease back, but not in that user's context.
        using (SynchronizationContextScope.LeaveCallers())
            next.Grant(worker, inline: true);
    }

    // Returns the waiter that has the worker now.
    private Waiter? CheckinLease_NeedsLock(LeaseState state, long now, out PooledWorker worker)
    {
        var session = state.Session;
        worker = state.Worker;
        // One that has given its lease away stands for another request from here on, unless it may still be cancelled.
        if (state.Request is { IsConsumed: true, Cancellation.CanBeCanceled: false } request)
            Recycle_NeedsLock(request);
        state.Clear();
        state.Next = _spareLeases;
        _spareLeases = state;
        LetOneOut_NeedsLock();
        return Checkin_NeedsLock(worker, session, session, now);
    }

    internal async ValueTask<CommandResult> ExecuteOnLeaseAsync(
        LeaseState state, long number, string command, object? args, ExecuteOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = NewCall(SessionOf(state, number), command, args, options, isLeased: true);
        while (!TryBeginCommandOfLease(state, number, call, out var settled))
            await SettledAsync(call, settled, cancellationToken);
        CancellationTokenRegistration onCancel = default;
        try
        {
            // Those who listen to spans may throw; the lease must be free for its next command all the same.
            Begin(call, _tracing.Begin(command, call.SessionId));
            onCancel = WatchForCancel(call, cancellationToken);
            var result = await AttemptOnLeaseAsync(state, call);
            lock (_gate)
                CountSuccess_NeedsLock(call);
            await LeaveBorrowedThreadAsync(call);
            Measure(call, error: null);
            return result;
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context);
            Failed(call, e);
            Measure(call, e);
            throw;
        }
        catch (OperationCanceledException e)
        {
            Failed(call, null);
            Measure(call, e);
            throw;
        }
        finally
        {
            onCancel.Unregister();
            call.Sink?.End();
            if (call.Unsettled is null)
                EndCommandOfLease(call);
            else
                SettleLater(state, call);
        }
    }

    // Within the time of the command that waits, which is its own.
    private async ValueTask SettledAsync(Call call, Task settled, CancellationToken cancellationToken)
    {
        try
        {
            await settled.WaitAsync(call.Deadline.Remaining, _time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            var error = new CommandTimeoutException(call.Context, call.Deadline.Budget, CommandPhase.Queue, RequestFate.NotSent, e);
            Failed(call, error);
            Measure(call, error);
            throw error;
        }
        catch (OperationCanceledException e)
        {
            Failed(call, null);
            Measure(call, e);
            throw;
        }
    }

    private void SettleLater(LeaseState state, Call call)
    {
        lock (_gate)
            state.Settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        GiveBack(state.Worker, call, isOver: false, isSuccess: false, _time.GetTimestamp());
    }

    private async ValueTask<CommandResult> AttemptOnLeaseAsync(LeaseState state, Call call)
    {
        call.Attempts = 1;
        if (_quarantine.Refusal(call, call.Command, call.Args) is { } held)
            throw held;
        if (!_breaker.TryEnter(out var permit))
            throw _breaker.Refusal(call.Context);
        bool? verdict = null;
        try
        {
            var result = await RunOnAsync(state.Worker, call);
            if (_breaker.State != CircuitState.Closed)
                await LeaveBorrowedThreadAsync(call);
            verdict = true;
            return result;
        }
        catch (Exception e)
        {
            verdict = VerdictOf(e, call);
            await LeaveBorrowedThreadAsync(call);
            throw;
        }
        finally
        {
            if (verdict is { } isSuccess)
                _breaker.Record(permit, isSuccess);
            else
                _breaker.Abandon(permit);
        }
    }

    private string? SessionOf(LeaseState state, long number)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(state.Number != number, typeof(WorkerLease));
            return state.Session?.Id;
        }
    }

    // True once the command is the one that runs; else something has to be waited for: the worker may still owe the answer
    // to a command that was cancelled a moment ago.
    private bool TryBeginCommandOfLease(LeaseState state, long number, Call call, out Task settled)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(state.Number != number, typeof(WorkerLease));
            if (_state == PoolState.Disposed)
                throw new PoolDisposedException(call.Context);
            if (state.Running is { } running)
            {
                settled = state.Settled?.Task ?? throw new InvalidOperationException(
                    $"The lease of worker '{state.Worker.Id}' is running '{running.Command}'. A lease runs one command at a time: await it first.");
                return false;
            }

            state.Running = call;
            call.Session = state.Session;
            call.Lease = state;
            Time_NeedsLock(call, call.Deadline.EndsAt);
            settled = Task.CompletedTask;
            return true;
        }
    }

    private void EndCommandOfLease(Call call)
    {
        var state = call.Lease!;
        TaskCompletionSource? settled;
        PooledWorker? worker = null;
        Waiter? next = null;
        var isSnapshotDue = false;
        lock (_gate)
        {
            settled = state.Settled;
            (state.Running, state.Settled) = (null, null);
            if (state.HasEnded && !(isSnapshotDue = IsSnapshotDue_NeedsLock(state)))
                next = CheckinLease_NeedsLock(state, _time.GetTimestamp(), out worker);
        }

        if (isSnapshotDue)
            StartSnapshot(state);
        settled?.SetResult();
        next?.Grant(worker, inline: true);
    }
}
