using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Who gets which worker, and when: turns, queues, checkout and checkin.</content>
public sealed partial class SessionPool
{
    // A session's turn comes before its worker and outlasts retries, so that a session's later call never overtakes an
    // earlier one. Whoever waits for both waits once: the turn moves it from its session's queue to the pool's.
    private ValueTask<PooledWorker?> CheckoutAsync(Call call)
    {
        Waiter waiter;
        lock (_gate)
        {
            Arrive_NeedsLock(call);
            if (!TryTakeTurn_NeedsLock(call))
            {
                waiter = Enqueue_NeedsLock(call, call.Session!.Turn);
            }
            else
            {
                // Whoever waits came first: an idle worker and a waiter who could have it never exist together.
                var queue = QueueFor_NeedsLock(call);
                if (queue.Count == 0 && TakeIdle_NeedsLock(call) is { } idle)
                    return new ValueTask<PooledWorker?>(idle);
                waiter = Enqueue_NeedsLock(call, queue);
                EnsureWorkers_NeedsLock();
            }
        }

        return WaitAsync(waiter, call);
    }

    private void Arrive_NeedsLock(Call call)
    {
        ThrowUnlessRunning_NeedsLock(call.Context);
        if (call.Ticket == 0)
            call.Ticket = ++_lastTicket;
        // One that tries again without its turn may find that its session has ended and begun anew.
        if (call.SessionId is not { } id || call.HasTurn)
            return;
        if (!_sessions.TryGetValue(id, out var session))
            _sessions.Add(id, session = new SessionState(id, _options.MaxJournalEntries, _options.MaxJournalBytes));
        call.Session = session;
    }

    private static bool TryTakeTurn_NeedsLock(Call call)
    {
        if (call.Session is not { } session || call.HasTurn)
            return true;
        if (session.TurnTaken)
            return false;
        session.TurnTaken = true;
        call.HasTurn = true;
        return true;
    }

    private void PassTurn(Call call)
    {
        lock (_gate)
        {
            PassTurn_NeedsLock(call);
            Dispatch_NeedsLock();
        }
    }

    // The next caller waits for a worker from here on, at the place of its arrival. Dispatching is left to the caller.
    private void PassTurn_NeedsLock(Call call)
    {
        if (!call.HasTurn)
            return;
        call.HasTurn = false;
        var session = call.Session!;
        session.TurnTaken = false;
        if (session.Turn.TakeFirst() is not { } next)
            return;
        session.TurnTaken = true;
        next.Call.HasTurn = true;
        if (next.Call.NeedsNoWorker)
        {
            _waiting--;
            next.Grant(null);
            return;
        }

        next.Queue = QueueFor_NeedsLock(next.Call);
        if (next.Queue != _queue && TakeIdle_NeedsLock(next.Call) is { } own)
        {
            _waiting--;
            next.Grant(own);
            return;
        }

        next.Queue.Add(next);
        EnsureWorkers_NeedsLock();
    }

    // The queue of the session's own worker when moving would cost a long replay, or the session; else everybody's.
    private WaiterQueue QueueFor_NeedsLock(Call call)
    {
        if (call.Session is not { WorkerId: { } home } session || session.MayMove(_options.MaxReplayToMove) || !IsLive_NeedsLock(home))
            return _queue;
        if (!_homebound.TryGetValue(home, out var queue))
            _homebound.Add(home, queue = new WaiterQueue());
        return queue;
    }

    private bool IsLive_NeedsLock(string workerId) => _workers.Exists(
        worker => worker.Id == workerId && worker.State is WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded);

    private Waiter Enqueue_NeedsLock(Call call, WaiterQueue queue)
    {
        if (_waiting >= _options.MaxQueue)
            throw new PoolSaturatedException(call.Context, _options.MaxQueue, LiveWorkers_NeedsLock());
        var waiter = new Waiter(call, queue);
        queue.Add(waiter);
        _waiting++;
        ObserveQueueDepth_NeedsLock();
        return waiter;
    }

    private async ValueTask<PooledWorker?> WaitAsync(Waiter waiter, Call call)
    {
        var waitedFrom = _time.GetTimestamp();
        using var patience = new CancellationTokenSource(_options.QueueTimeout, _time);
        await using var onDeadline = call.Token.UnsafeRegister(CancelWaiter, (this, waiter));
        await using var onPatience = patience.Token.UnsafeRegister(CancelWaiter, (this, waiter));
        try
        {
            return await waiter.Granted;
        }
        catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
        {
            throw QueueTimeout(call, _time.GetElapsedTime(waitedFrom));
        }
        finally
        {
            call.QueueTime += _time.GetElapsedTime(waitedFrom);
        }
    }

    // A waiter that is still queued leaves the queue here, or is granted under the same lock: never both. So a caller
    // that gave up never takes a worker out of circulation and never gets one late.
    private static void CancelWaiter(object? state, CancellationToken token)
    {
        var (pool, waiter) = ((SessionPool, Waiter))state!;
        lock (pool._gate)
        {
            if (!waiter.Queue.Remove(waiter))
                return;
            pool._waiting--;
        }

        waiter.Cancel(token);
    }

    // Prefers the session's own worker, else the one used last, whose memory is warm.
    private PooledWorker? TakeIdle_NeedsLock(Call call)
    {
        if (_idle.First is not { } node)
            return null;
        var (home, avoid) = (call.Session?.WorkerId, call.AvoidWorkerId);
        if (QueueFor_NeedsLock(call) != _queue)
            return FindIdle_NeedsLock(worker => worker.Id == home) is { } own ? TakeIdle_NeedsLock(own, call) : null;
        if (home is not null && home != avoid && node.Value.Id != home)
            node = FindIdle_NeedsLock(worker => worker.Id == home) ?? node;
        if (node.Value.Id == avoid)
            node = FindIdle_NeedsLock(worker => worker.Id != avoid) ?? node;
        return TakeIdle_NeedsLock(node, call);
    }

    private PooledWorker TakeIdle_NeedsLock(LinkedListNode<PooledWorker> node, Call call)
    {
        _idle.Remove(node);
        return Checkout_NeedsLock(node.Value, call.Session);
    }

    private PooledWorker Checkout_NeedsLock(PooledWorker worker, SessionState? session)
    {
        if (session is not null)
            session.WorkerId = worker.Id;
        Move_NeedsLock(worker, WorkerState.Busy, TransitionReason.Checkout);
        _counters = _counters with { Checkouts = _counters.Checkouts + 1 };
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.CheckedOut(worker.Id, session?.Id));
        return worker;
    }

    private LinkedListNode<PooledWorker>? FindIdle_NeedsLock(Func<PooledWorker, bool> isWanted)
    {
        var node = _idle.First;
        while (node is not null && !isWanted(node.Value))
            node = node.Next;
        return node;
    }

    private void Checkin(PooledWorker worker, Call call, bool isLast)
    {
        lock (_gate)
        {
            _counters = _counters with { Checkins = _counters.Checkins + 1 };
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.CheckedIn(worker.Id, call.SessionId));
            // One that was lost or condemned meanwhile is on its way out and never comes back.
            var comesBack = worker.State == WorkerState.Busy;
            if (comesBack)
                Move_NeedsLock(worker, WorkerState.Ready, TransitionReason.CheckinSuccess);

            // First the turn, then the worker, then the choice: the session's next call is in its queue, at its place,
            // when its worker comes free.
            if (isLast)
                PassTurn_NeedsLock(call);
            if (comesBack)
                AddIdle_NeedsLock(worker);
            Dispatch_NeedsLock();
        }
    }

    private void AddIdle_NeedsLock(PooledWorker worker)
    {
        worker.IdleSince = _time.GetTimestamp();
        if (_homebound.TryGetValue(worker.Id, out var queue) && queue.First is { } own && own.Ticket < (_queue.First?.Ticket ?? long.MaxValue))
        {
            // It arrived before all others, and only this worker will do.
            queue.Remove(own);
            _waiting--;
            own.Grant(Checkout_NeedsLock(worker, own.Call.Session));
            return;
        }

        _idle.AddFirst(worker.IdleNode);
    }

    private void Dispatch_NeedsLock()
    {
        while (_queue.First is { } first && TakeIdle_NeedsLock(first.Call) is { } worker)
        {
            _queue.Remove(first);
            _waiting--;
            first.Grant(worker);
        }

        ScheduleRetirement_NeedsLock();
    }

    private void ThrowUnlessRunning_NeedsLock(PoolErrorContext context)
    {
        if (_state == PoolState.Created)
            throw new PoolNotStartedException(context);
        if (_state == PoolState.Disposed)
            throw new PoolDisposedException(context);
        if (_state == PoolState.Failed)
            throw Failure(context);
    }

    private QueueTimeoutException QueueTimeout(Call call, TimeSpan waited)
    {
        lock (_gate)
        {
            var busy = _workers.Count(worker => worker.State == WorkerState.Busy);
            return new QueueTimeoutException(
                call.Context, waited, _options.QueueTimeout, _options.Size, _options.MaxOverflow, busy);
        }
    }
}
