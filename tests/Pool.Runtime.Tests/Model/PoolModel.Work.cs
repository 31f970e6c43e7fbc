using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <content>What runs on a worker, and how that ends.</content>
internal sealed partial class PoolModel
{
    /// <summary>The worker answers the command that it runs.</summary>
    public void Answer(ModelWorker worker, bool succeeds)
    {
        var call = worker.Running!;
        var isLate = call.SettlesUntil is not null;
        var appends = succeeds && call.Command == HeldWorker.Append;
        if (appends)
            Append(worker, call);
        call.Answered++;
        if (!isLate)
            worker.Answered++;
        call.Seen.Add(succeeds ? [.. call.Session?.Items ?? []] : null);
        // What a stopped batch has not begun is given up by the worker too.
        if (call.Kind == CallKind.Batch && !isLate && call.Answered < call.Parts)
            return;
        worker.Running = null;
        if (isLate)
            SettleEnd(call, worker);
        else if (call.Kind == CallKind.OnLease)
            EndOnLease(call, succeeds ? ModelCall.Succeeded : nameof(RemoteCommandException));
        else if (succeeds || call.Kind == CallKind.Batch)
            Succeed(call, worker);
        else
            Fail(call, worker, nameof(RemoteCommandException));
        Settle();
    }

    private void BeginOnLease(ModelCall call)
    {
        var lease = call.Lease!;
        call.Session = lease.Session;
        if (State == PoolState.Disposed)
            Finish(call, nameof(PoolDisposedException));
        else if (!lease.Worker!.Lives)
            Finish(call, _isCutOff ? nameof(PoolDrainingException) : nameof(WorkerLostException));
        else
            Run(lease.Running = call, lease.Worker);
    }

    private void Grant(ModelCall call, ModelWorker worker)
    {
        _idle.Remove(worker);
        if (call.Session is { } session)
        {
            if (session.Worker is not null && session.Worker != worker)
                Counters.SessionMoves++;
            session.Worker = worker;
        }

        worker.State = ModelWorkerState.Busy;
        Counters.Checkouts++;
        call.Worker = worker;
        if (call.Kind == CallKind.Lease)
            call.Outcome = ModelCall.Succeeded;
        else
            Run(call, worker);
    }

    private void Run(ModelCall call, ModelWorker worker)
    {
        call.Worker = worker;
        worker.Running = call;
        if (call.Session is not { } session)
            return;
        var missing = session.Items.Count - worker.Holds.GetValueOrDefault(session);
        worker.Holds[session] = session.Items.Count;
        if (missing == 0)
            return;
        Counters.Replays++;
        Counters.ReplayedCommands += missing;
    }

    private static void Append(ModelWorker worker, ModelCall call)
    {
        call.Session!.Items.Add(call.Id);
        worker.Holds[call.Session] = call.Session.Items.Count;
    }

    // The worker and the turn go together.
    private void Succeed(ModelCall call, ModelWorker worker)
    {
        Finish(call, ModelCall.Succeeded);
        LetOut(call);
        Checkin(worker, TakeTurn(call));
    }

    // A call that failed might try again: its turn goes last.
    private void Fail(ModelCall call, ModelWorker worker, string outcome)
    {
        Finish(call, outcome);
        Checkin(worker, turn: null);
        End(call);
    }

    private static ModelSession? TakeTurn(ModelCall call)
    {
        var turn = call.HasTurn ? call.Session : null;
        call.HasTurn = false;
        return turn;
    }

    private void Checkin(ModelWorker worker, ModelSession? turn)
    {
        Counters.Checkins++;
        if (turn is not null)
            PassTurn(turn, freed: worker);
        if (worker.State == ModelWorkerState.Busy)
            HandOver(worker);
        Dispatch();
    }

    private void CheckinLease(ModelCall lease)
    {
        LetOut(lease);
        Checkin(lease.Worker!, TakeTurn(lease));
    }

    private void EndOnLease(ModelCall call, string outcome)
    {
        Finish(call, outcome);
        EndCommandOfLease(call);
    }

    private void EndCommandOfLease(ModelCall call)
    {
        call.Lease!.Running = null;
        if (call.Lease.IsReturned)
            CheckinLease(call.Lease);
    }

    // The caller is released at once; its worker has the grace to answer.
    private void Stop(ModelCall call, string outcome)
    {
        // The caller of a batch is told of each command.
        Finish(call, call.Kind == CallKind.Batch && outcome != ModelCall.Cancelled ? ModelCall.Succeeded : outcome);
        if (_setting.GraceMs > 0)
            call.SettlesUntil = Now + _setting.GraceMs;
        else
            Condemn(call);
    }

    private void Condemn(ModelCall call)
    {
        var worker = call.Worker!;
        worker.Running = null;
        Lose(worker);
        SettleEnd(call, worker);
    }

    private void SettleEnd(ModelCall call, ModelWorker worker)
    {
        call.SettlesUntil = null;
        if (call.Kind == CallKind.OnLease)
        {
            EndCommandOfLease(call);
            return;
        }

        LetOut(call);
        Checkin(worker, TakeTurn(call));
    }
}
