using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Who gets which worker, and when: turns, queues, checkout and checkin.</content>
public sealed partial class SessionPool : IWaiterOwner
{
    // A session's turn comes before its worker and outlasts retries, so that a session's later call never overtakes an
    // earlier one. Whoever waits for both waits once: the turn moves it from its session's queue to the pool's.
    private ValueTask<PooledWorker?> CheckoutAsync(Call call)
    {
        ValueTask<PooledWorker?> granted;
        // Read ahead of the lock, which others wait for; a move that comes out of order by that much is put right by the worker.
        // The first attempt follows at once on the call's beginning, for which the clock was read.
        var now = call.Attempts == 1 ? call.Deadline.StartedAt : _time.GetTimestamp();
        lock (_gate)
        {
            Arrive_NeedsLock(call);
            if (!call.IsTimed)
                Time_NeedsLock(call, call.Deadline.EndsAt);
            // Whoever stops it from here on finds it in its queue.
            call.ThrowIfStopped();
            if (TakeOrChooseQueue_NeedsLock(call, now, out var queue) is { } idle)
                return new ValueTask<PooledWorker?>(idle);
            granted = call.Wait();
            Enqueue_NeedsLock(call, queue, _options.QueueTimeout, now);
        }

        return granted;
    }

    private void Arrive_NeedsLock(Waiter waiter)
    {
        if (_state != PoolState.Running)
            ThrowUnlessRunning_NeedsLock(waiter.Context, isLetIn: waiter.IsLetIn);
        LetIn_NeedsLock(waiter);
        // One that tries again without its turn may find that its session has ended and begun anew.
        if (waiter.SessionId is not { } id || waiter.HasTurn)
            return;
        if (!_sessions.TryGetValue(id, out var session))
            session = BeginSession_NeedsLock(waiter, id);
        waiter.Session = session;
    }

    // Either an idle worker, checked out, or the queue to wait in. Whoever waits came first: an idle worker and a waiter
    // who could have it never exist together.
    private PooledWorker? TakeOrChooseQueue_NeedsLock(Waiter waiter, long now, out WaiterQueue queue)
    {
        if (!TryTakeTurn_NeedsLock(waiter))
        {
            queue = waiter.Session!.Turn;
            return null;
        }

        var isBound = IsBound_NeedsLock(waiter);
        if ((isBound ? !_homebound.ContainsKey(waiter.Session!.Worker!) : _queue.Count == 0) && TakeIdle_NeedsLock(waiter, now) is { } idle)
        {
            queue = _queue;
            return idle;
        }

        queue = isBound ? HomeQueue_NeedsLock(waiter, isFreed: false) : _queue;
        return null;
    }

    private static bool TryTakeTurn_NeedsLock(Waiter waiter)
    {
        if (waiter.Session is not { } session || waiter.HasTurn)
            return true;
        if (session.TurnTaken)
            return false;
        session.TurnTaken = true;
        waiter.HasTurn = true;
        return true;
    }

    // The call is over, whatever became of it.
    private void End(Call call)
    {
        lock (_gate)
        {
            call.IsOver = true;
            _expiries.Remove(call);
            PassTurn_NeedsLock(call);
            LetOut_NeedsLock(call);
            Dispatch_NeedsLock();
        }
    }

    private void PassTurn_NeedsLock(Waiter holder)
    {
        if (!holder.HasTurn)
            return;
        holder.HasTurn = false;
        PassTurn_NeedsLock(holder.Session!);
    }

    // The next caller waits for a worker from here on, at the place of its arrival. Dispatching is left to the caller.
    private void PassTurn_NeedsLock(SessionState session, PooledWorker? freed = null)
    {
        session.TurnTaken = false;
        while (session.Turn.First is { } next)
        {
            session.TurnTaken = true;
            next.HasTurn = true;
            if (next.NeedsNoWorker)
            {
                LeaveQueue_NeedsLock(next);
                next.Grant(null, inline: false);
                return;
            }

            try
            {
                var queue = IsBound_NeedsLock(next) ? HomeQueue_NeedsLock(next, isFreed: session.Worker == freed) : _queue;
                session.Turn.Remove(next);
                JoinQueue_NeedsLock(next, queue);
                return;
            }
            catch (SessionWorkerBusyException e)
            {
                LeaveQueue_NeedsLock(next);
                next.HasTurn = session.TurnTaken = false;
                LetOut_NeedsLock(next);
                next.Refuse(e);
            }
        }
    }

    // A session is bound to its worker while that lives, if the pool's affinity is strict or if moving would take too much.
    private bool IsBound_NeedsLock(Waiter waiter) =>
        waiter.Session is { Worker: { } home } session && IsLive(home)
        && (_options.Affinity != SessionAffinity.Hint || !session.MayMove(_options.MaxReplayToMove));

    private WaiterQueue HomeQueue_NeedsLock(Waiter waiter, bool isFreed)
    {
        var home = waiter.Session!.Worker!;
        if (_options.Affinity == SessionAffinity.StrictFailFast && home.State == WorkerState.Busy && !isFreed)
            throw new SessionWorkerBusyException(waiter.Context, home.Id);
        return _homebound.TryGetValue(home, out var queue) ? queue : new WaiterQueue { Home = home };
    }

    private void JoinQueue_NeedsLock(Waiter waiter, WaiterQueue queue)
    {
        queue.Add(waiter);
        if (queue is { Count: 1, Home: { } home })
            _homebound.Add(home, queue);
    }

    private static bool IsLive(PooledWorker worker) => worker.State is WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded;

    private void Enqueue_NeedsLock(Waiter waiter, WaiterQueue queue, TimeSpan patience, long now)
    {
        // A worker under a health check comes free in a moment: whoever waits for that is not refused for it.
        if (_waiting >= _options.MaxQueue + _underCheck)
        {
            _counters = _counters with { QueueRejections = _counters.QueueRejections + 1 };
            throw new PoolSaturatedException(waiter.Context, _options.MaxQueue, LiveWorkers_NeedsLock());
        }

        waiter.QueuedAt = now;
        waiter.PatienceEndsAt = _time.After(waiter.QueuedAt, patience);
        if (!waiter.IsTimed || waiter.PatienceEndsAt < waiter.DueAt)
        {
            _expiries.Remove(waiter);
            Time_NeedsLock(waiter, waiter.PatienceEndsAt);
        }

        JoinQueue_NeedsLock(waiter, queue);
        _waiting++;
        ObserveQueueDepth_NeedsLock();
        EnsureWorkers_NeedsLock();
    }

    // Whoever takes a waiter out of its queue answers it.
    private void LeaveQueue_NeedsLock(Waiter waiter) => LeaveQueue_NeedsLock(waiter, _time.GetTimestamp());

    private void LeaveQueue_NeedsLock(Waiter waiter, long now)
    {
        var queue = waiter.Queue!;
        queue.Remove(waiter);
        if (queue is { Count: 0, Home: { } home })
            _homebound.Remove(home);
        _waiting--;
        waiter.QueueTime += _time.GetElapsedTime(waiter.QueuedAt, Math.Max(now, waiter.QueuedAt));
        if (waiter is LeaseRequest)
            _expiries.Remove(waiter);
    }

    // A waiter that is still queued leaves the queue here, or is granted under the same lock: never both. So a caller
    // that gave up never takes a worker out of circulation and never gets one late.
    private bool TryLeaveQueue_NeedsLock(Waiter waiter)
    {
        if (waiter.Queue is null)
            return false;
        LeaveQueue_NeedsLock(waiter);
        return true;
    }

    void IWaiterOwner.Stop(Call call, StopReason reason)
    {
        if (!call.Stop(reason))
            return;
        bool wasQueued;
        lock (_gate)
        {
            wasQueued = TryLeaveQueue_NeedsLock(call);
            if (wasQueued && reason == StopReason.TimedOut)
                _counters = _counters with { QueueTimeouts = _counters.QueueTimeouts + 1 };
        }

        if (wasQueued)
            call.Refuse(call.Ended());
    }

    // Prefers the session's own worker; takes no other if the session is bound to it.
    private PooledWorker? TakeIdle_NeedsLock(Waiter waiter, long now)
    {
        if (_idle.First is not { } node)
            return null;
        var (home, avoid) = (waiter.Session?.Worker, waiter.AvoidWorkerId);
        if (home is { IdleNode.List: not null } && (avoid is null || home.Id != avoid))
            return TakeIdle_NeedsLock(home, waiter, now);
        if (IsBound_NeedsLock(waiter))
            return home!.IdleNode.List is null ? null : TakeIdle_NeedsLock(home, waiter, now);
        if (avoid is not null && node.Value.Id == avoid)
            node = node.Next ?? node;
        return TakeIdle_NeedsLock(node.Value, waiter, now);
    }

    private PooledWorker TakeIdle_NeedsLock(PooledWorker worker, Waiter waiter, long now)
    {
        _idle.Remove(worker.IdleNode);
        return Checkout_NeedsLock(worker, waiter, now);
    }

    private PooledWorker Checkout_NeedsLock(PooledWorker worker, Waiter waiter, long now)
    {
        Checkout_NeedsLock(worker, waiter.Session, now);
        if (waiter is LeaseRequest request)
            OpenLease_NeedsLock(worker, request);
        return worker;
    }

    private void Checkout_NeedsLock(PooledWorker worker, SessionState? session, long now)
    {
        if (session is not null && session.Worker != worker)
        {
            if (session.Worker is not null)
                _counters = _counters with { SessionMoves = _counters.SessionMoves + 1 };
            session.Worker = worker;
        }

        Move_NeedsLock(worker, WorkerState.Busy, TransitionReason.Checkout, now);
        _checkouts++;
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.CheckedOut(worker.Id, session?.Id));
    }

    // The thread that gives a worker back goes on with the pool's code of the one call that gets it, until that call's
    // request is on its way: the worker is at work again before anybody is woken.
    private void Checkin(PooledWorker worker, Call call, bool isOver, bool isSuccess, long now)
    {
        Waiter? next;
        lock (_gate)
        {
            if (isSuccess)
                CountSuccess_NeedsLock(call);
            if (isOver)
                LetOut_NeedsLock(call);
            var turn = isOver && call.HasTurn ? call.Session : null;
            if (turn is not null)
                call.HasTurn = false;
            next = Checkin_NeedsLock(worker, call.Session, turn, now);
        }

        next?.Grant(worker, inline: true);
    }

    // First the turn, then the worker: the session's next call is in its queue, at its place, when its worker comes free.
    // Returns the waiter that has the worker now, to be granted outside the lock.
    private Waiter? Checkin_NeedsLock(PooledWorker worker, SessionState? session, SessionState? turn, long now)
    {
        Waiter? next = null;
        _checkins++;
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.CheckedIn(worker.Id, session?.Id));
        if (turn is not null)
            PassTurn_NeedsLock(turn, freed: worker);
        // One that was lost or condemned meanwhile is on its way out and never comes back.
        if (worker.State == WorkerState.Busy)
        {
            Move_NeedsLock(worker, WorkerState.Ready, TransitionReason.CheckinSuccess, now);
            if (session is not null)
                _recency?.Used(session, worker.Machine.Since);
            next = HandOver_NeedsLock(worker);
        }

        Dispatch_NeedsLock();
        return next;
    }

    /// <summary>Takes a Ready worker into circulation: for the waiter who came first of those who can use it, else idle.</summary>
    /// <returns>The waiter that has it now, to be granted outside the lock; null when it is idle.</returns>
    private Waiter? HandOver_NeedsLock(PooledWorker worker)
    {
        if (Leaves_NeedsLock(worker))
            return null;
        var next = _queue.First;
        if (_homebound.Count > 0 && _homebound.TryGetValue(worker, out var own)
            && (next is null || own.First!.Ticket < next.Ticket))
        {
            next = own.First;
        }

        if (next is null)
        {
            AddIdle_NeedsLock(worker);
            return null;
        }

        LeaveQueue_NeedsLock(next, worker.Machine.Since);
        Checkout_NeedsLock(worker, next, worker.Machine.Since);
        return next;
    }

    // One that was not checked out: it is new, or was checked.
    private void ComeFree_NeedsLock(PooledWorker worker)
    {
        if (!Leaves_NeedsLock(worker))
            AddIdle_NeedsLock(worker);
    }

    private void AddIdle_NeedsLock(PooledWorker worker)
    {
        worker.IdleSince = worker.Machine.Since;
        if (_options.IdleOrder == WorkerOrder.Lifo)
            _idle.AddFirst(worker.IdleNode);
        else
            _idle.AddLast(worker.IdleNode);
    }

    private void Dispatch_NeedsLock()
    {
        if (_homebound.Count > 0 && _idle.First is not null)
            DispatchHomebound_NeedsLock();
        while (_idle.First is not null && _queue.First is { } first && TakeIdle_NeedsLock(first, _time.GetTimestamp()) is { } worker)
        {
            LeaveQueue_NeedsLock(first);
            first.Grant(worker, inline: false);
        }

        // Whoever still waits may have joined the queue just now, with its session's turn.
        if (_queue.Count > 0)
            EnsureWorkers_NeedsLock();
    }

    private void DispatchHomebound_NeedsLock()
    {
        for (var node = _idle.First; node is not null;)
        {
            var worker = node.Value;
            node = node.Next;
            if (!_homebound.TryGetValue(worker, out var queue) || queue.First is not { } first)
                continue;
            LeaveQueue_NeedsLock(first);
            first.Grant(TakeIdle_NeedsLock(worker, first, _time.GetTimestamp()), inline: false);
        }
    }
}
