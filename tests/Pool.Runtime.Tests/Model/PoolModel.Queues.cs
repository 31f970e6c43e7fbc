using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <content>Who waits where, and who is next.</content>
internal sealed partial class PoolModel
{
    private void Arrive(ModelCall call)
    {
        if (State != PoolState.Running)
        {
            Finish(call, State == PoolState.Draining ? nameof(PoolDrainingException) : nameof(PoolDisposedException));
            return;
        }

        call.IsLetIn = true;
        call.Ticket = ++_lastTicket;
        _letIn++;
        if (call.SessionId is { } id)
        {
            if (!_sessions.TryGetValue(id, out var session))
                _sessions.Add(id, session = new ModelSession { Id = id });
            call.Session = session;
            if (session.TurnTaken)
            {
                Enqueue(call, session.Turn);
                return;
            }

            session.TurnTaken = call.HasTurn = true;
        }

        if (call.Kind == CallKind.EndSession)
        {
            EndSession(call);
            return;
        }

        var isBound = IsBound(call);
        if ((isBound ? call.Session!.Worker!.Homebound : _queue).Count == 0 && IdleFor(call) is { } idle)
            Grant(call, idle);
        else if (isBound && FailsFast(call, freed: null))
            Refuse(call, nameof(SessionWorkerBusyException));
        else
            Enqueue(call, isBound ? call.Session!.Worker!.Homebound : _queue);
    }

    private void Enqueue(ModelCall call, ModelQueue queue)
    {
        if (_waiting >= _setting.MaxQueue)
        {
            Counters.QueueRejections++;
            Refuse(call, nameof(PoolSaturatedException));
            return;
        }

        queue.Add(call);
        _waiting++;
        EnsureWorkers();
    }

    private void LeaveQueue(ModelCall call)
    {
        call.Queue!.Remove(call);
        _waiting--;
    }

    /// <summary>Ends a call that has no worker.</summary>
    private void Refuse(ModelCall call, string outcome)
    {
        if (call.Queue is not null)
            LeaveQueue(call);
        Finish(call, outcome);
        End(call);
    }

    private void End(ModelCall call)
    {
        LetOut(call);
        if (call.HasTurn)
        {
            call.HasTurn = false;
            PassTurn(call.Session!, freed: null);
        }

        Dispatch();
    }

    private void LetOut(ModelCall call)
    {
        if (call.IsLetIn)
            _letIn--;
        call.IsLetIn = false;
    }

    private void PassTurn(ModelSession session, ModelWorker? freed)
    {
        session.TurnTaken = false;
        while (session.Turn.First is { } next)
        {
            LeaveQueue(next);
            session.TurnTaken = next.HasTurn = true;
            if (next.Kind == CallKind.EndSession)
            {
                _then.Enqueue(() => EndSession(next));
                return;
            }

            var isBound = IsBound(next);
            if (!isBound || !FailsFast(next, freed))
            {
                (isBound ? session.Worker!.Homebound : _queue).Add(next);
                _waiting++;
                return;
            }

            session.TurnTaken = next.HasTurn = false;
            LetOut(next);
            Finish(next, nameof(SessionWorkerBusyException));
        }
    }

    private bool IsBound(ModelCall call) =>
        call.Session is { Worker: { Lives: true } } session
        && (_setting.Affinity != SessionAffinity.Hint || session.Items.Count > _setting.MaxReplayToMove);

    private bool FailsFast(ModelCall call, ModelWorker? freed) =>
        _setting.Affinity == SessionAffinity.StrictFailFast
        && call.Session!.Worker is { State: ModelWorkerState.Busy } home && home != freed;

    private ModelWorker? IdleFor(ModelCall call)
    {
        if (call.Session?.Worker is { State: ModelWorkerState.Idle } home)
            return home;
        return IsBound(call) ? null : _idle.FirstOrDefault();
    }

    // A worker that has come free serves whoever came first of those who can use it.
    private void HandOver(ModelWorker worker)
    {
        if (Leaves(worker))
            return;
        ModelCall?[] first = [_queue.First, worker.Homebound.First];
        if (first.OfType<ModelCall>().MinBy(call => call.Ticket) is not { } next)
        {
            BecomeIdle(worker);
            return;
        }

        LeaveQueue(next);
        Grant(next, worker);
    }

    private void BecomeIdle(ModelWorker worker)
    {
        worker.State = ModelWorkerState.Idle;
        worker.IdleSince = Now;
        _idle.Insert(_setting.IdleOrder == WorkerOrder.Lifo ? 0 : _idle.Count, worker);
    }

    private void Dispatch()
    {
        foreach (var worker in _idle.ToList())
        {
            if (worker.Homebound.First is not { } first)
                continue;
            LeaveQueue(first);
            Grant(first, worker);
        }

        while (_queue.First is { } next && IdleFor(next) is { } idle)
        {
            LeaveQueue(next);
            Grant(next, idle);
        }

        EnsureWorkers();
    }

    // The session's calls that wait begin its next life.
    private void EndSession(ModelCall call)
    {
        var session = call.Session!;
        session.Items = [];
        session.Worker = null;
        foreach (var worker in _workers)
            worker.Holds.Remove(session);
        Finish(call, ModelCall.Succeeded);
        call.HasTurn = false;
        PassTurn(session, freed: null);
        if (!session.TurnTaken)
            _sessions.Remove(session.Id);
        LetOut(call);
        Dispatch();
    }
}
