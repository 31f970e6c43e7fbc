using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>How a worker comes back from a call: at once, or after what it still owes.</content>
public sealed partial class SessionPool
{
    private const string CancelFeature = "cancel";
    private const string SnapshotFeature = "snapshot";

    // A call that is over passes its session's turn on here, together with the worker.
    private void GiveBack(PooledWorker worker, Call call, bool isOver, bool isSuccess, long now)
    {
        if (call.Unsettled is not null)
        {
            // The caller is released, though not before this returns; the worker and the session's turn stay taken.
            call.IsSettling = true;
            StartSettling(worker, call, MayAnswerLate(call));
        }
        else if (isOver && call.Session is { } session && session.Journal.WantsSnapshot(_options.SnapshotAfter) && worker.Can(SnapshotFeature))
        {
            call.IsSettling = true;
            if (isSuccess)
                CountSuccess(call);
            StartSnapshot(worker, session, call);
        }
        else
        {
            Checkin(worker, call, isOver, isSuccess, now);
        }
    }

    // What a lambda captures is allocated where the method that holds it begins; hence methods of their own, off the path of every call.
    private void StartSettling(PooledWorker worker, Call call, bool mayAnswer) => _loops.Start(() => SettleAsync(worker, call, mayAnswer));

    private void StartSnapshot(PooledWorker worker, SessionState session, Call call) =>
        _loops.Start(() => TakeSnapshotAsync(worker, session, call));

    // The bytes of a command are its caller's, who may change them once released. What may be journaled yet has its own from
    // here on; what is still being written cannot, and its answer would be to nobody knows what.
    private bool MayAnswerLate(Call call)
    {
        var isWritten = true;
        foreach (var owed in call.Unsettled!.Unanswered)
            isWritten &= owed.TryDetach();
        return _options.CancelGrace > TimeSpan.Zero && (isWritten || call.Phase == CommandPhase.Replay);
    }

    // A worker that was told to stop may answer still: with an error, or with the result that was under way. Only when it
    // does not is it condemned. Nothing that it says can reach another caller.
    private async Task SettleAsync(PooledWorker worker, Call call, bool mayAnswer)
    {
        var unsettled = call.Unsettled!;
        try
        {
            if (mayAnswer && await LateAnswersAsync(worker, unsettled) is { } answers)
                JournalLate(worker, call, answers);
            else
                Condemn(worker, call.Stopped == StopReason.Cancelled ? TransitionReason.Cancelled : TransitionReason.Timeout);
        }
        finally
        {
            call.Unsettled = null;
            if (call.IsLeased)
                EndCommandOfLease(call);
            else
                Checkin(worker, call, isOver: true, isSuccess: false, _time.GetTimestamp());
        }
    }

    // Null when one of them does not come in time, or the worker is lost.
    private async Task<List<(HostMessage Message, WorkerMessage Answer)>?> LateAnswersAsync(PooledWorker worker, Outstanding unsettled)
    {
        var pending = unsettled.Unanswered;
        if (worker.Can(CancelFeature))
        {
            foreach (var owed in pending)
                _loops.Start(() => worker.TellAsync(new HostCancel(owed.Id)));
        }

        using var patience = new CancellationTokenSource(_options.CancelGrace, _time);
        var answers = new List<(HostMessage, WorkerMessage)>();
        try
        {
            foreach (var owed in pending)
            {
                if (await owed.Late.WaitAsync(patience.Token) is not { } answer)
                    return null;
                answers.Add((owed.Message!, answer));
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return answers;
    }

    // A mutation that was finished in spite of all is a part of the session's state, whatever its caller was told.
    private void JournalLate(PooledWorker worker, Call call, List<(HostMessage Message, WorkerMessage Answer)> answers)
    {
        foreach (var (message, _) in answers)
        {
            if (message is HostRequest { Command: var command, Args: var args })
                _quarantine.Survived(command, args);
        }

        if (call.Session is not { } session)
            return;
        if (call.Phase == CommandPhase.Replay)
        {
            // What the last step did is not known. The worker begins anew with the session.
            Forget(worker, session.Id);
            return;
        }

        foreach (var (message, answer) in answers)
        {
            if (message is HostRequest request && answer is WorkerResult result && IsMutation(worker, request.Command))
                Journal(worker, session, request.Command, request.Args, result);
        }
    }

    private async Task TakeSnapshotAsync(PooledWorker worker, SessionState session, Call call)
    {
        try
        {
            await TakeSnapshotCoreAsync(worker, session);
        }
        finally
        {
            Checkin(worker, call, isOver: true, isSuccess: false, _time.GetTimestamp());
        }
    }

    // A lease's commands are not held up for one; it is due when the lease has ended.
    private bool IsSnapshotDue_NeedsLock(LeaseState lease) =>
        lease.Session is { } session && session.Journal.WantsSnapshot(_options.SnapshotAfter)
        && lease.Worker.State == WorkerState.Busy && lease.Worker.Can(SnapshotFeature);

    private void StartSnapshot(LeaseState lease) => _loops.Start(() => TakeSnapshotAsync(lease));

    private async Task TakeSnapshotAsync(LeaseState lease)
    {
        var worker = lease.Worker;
        Waiter? next;
        try
        {
            await TakeSnapshotCoreAsync(worker, lease.Session!);
        }
        finally
        {
            lock (_gate)
                next = CheckinLease_NeedsLock(lease, _time.GetTimestamp(), out worker);
        }

        next?.Grant(worker, inline: true);
    }

    private async Task TakeSnapshotCoreAsync(PooledWorker worker, SessionState session)
    {
        try
        {
            using var patience = new CancellationTokenSource(_options.CommandTimeout, _time);
            var pending = worker.Owe();
            worker.Send(new HostSnapshot(pending.Id, session.Id), pending);
            await using var onPatience = patience.Token.UnsafeRegister(static pending => ((Outstanding)pending!).Abandon(), pending);
            if (await pending.Answer is WorkerResult { Value: var state } && MayKeep(state, worker, session))
                Keep(state, worker, session);
            else
                session.Journal.PutSnapshotOff();
        }
        catch (OperationCanceledException)
        {
            Condemn(worker, TransitionReason.Timeout);
        }
        catch (PoolException)
        {
            // The worker is lost, or does not take so long a name; the journal is what there is.
            session.Journal.PutSnapshotOff();
        }
    }

    private void Keep(Payload snapshot, PooledWorker worker, SessionState session)
    {
        session.Journal.Compact(snapshot);
        lock (_gate)
        {
            _counters = _counters with { Snapshots = _counters.Snapshots + 1 };
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.SnapshotTaken(session.Id, worker.Id, snapshot.ByteCount));
        }

        _log.Add(() => Log.SnapshotTaken(_logger, Name, session.Id, worker.Id, snapshot.ByteCount));
    }

    // One that could not be sent to another worker, with what stands around it in its frame, would be the end of the session.
    // What another takes is not known yet; this one takes as much, most likely, whatever it may send.
    private bool MayKeep(Payload snapshot, PooledWorker worker, SessionState session) =>
        snapshot.ByteCount <= Math.Min(_options.MaxSnapshotBytes, worker.MaxRequestBytes - HostRestore.MostAround(session.Id));
}
