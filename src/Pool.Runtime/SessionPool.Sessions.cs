using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>A session's state: journaled, replayed to a worker that is behind, ended. Its turn is held throughout.</content>
public sealed partial class SessionPool
{
    private void Journal(PooledWorker worker, SessionState session, string command, Payload args, WorkerResult result)
    {
        var digest = ResultDigest.Of(result.Value, result.Volatile);
        lock (_gate)
        {
            session.Journal.Append(command, args, digest);
            // Gone when the worker was lost or told to forget the session meanwhile.
            if (worker.Residences.TryGetValue(session.Id, out var residence))
                residence.Position = session.Journal.Position;
        }
    }

    private async ValueTask BringUpToDateAsync(PooledWorker worker, SessionState session, Call call)
    {
        try
        {
            await RestoreAsync(worker, session, call);
        }
        catch (Exception e) when (HasCutOff && (e is WorkerLostException or ProtocolViolationException))
        {
            throw CutOffError(call.Context, RequestFate.NotSent);
        }
        catch (FrameTooLargeException e)
        {
            // It just fitted once, beside a shorter deadline or into the frames of a worker that took more. What the session
            // is made of is there still, and the next attempt may have a worker that takes it.
            throw new SessionLostException(call.Context, $"a step of its replay does not fit into a frame of worker {worker.Id} ({e.Message})", innerException: e);
        }
    }

    // A worker may be new to the session, or have served it before others did: what it lacks is restored and replayed in order.
    private async ValueTask RestoreAsync(PooledWorker worker, SessionState session, Call call)
    {
        if (session.LostBecause is { } lost)
            throw new SessionLostException(call.Context, lost);
        var journal = session.Journal;
        var residence = Reside(worker, session);
        var missing = journal.Position - residence.Position;
        if (missing == 0)
            return;
        if (journal.Gap is { } gap)
            throw Lost(session, call, $"worker {worker.Id} lacks {missing} of its mutations and {gap}");

        if (residence.Position < journal.BasePosition)
        {
            var owed = worker.Owe();
            var restored = await RestoreStepAsync(worker, call, owed, new HostRestore(owed.Id, session.Id, journal.Snapshot!));
            if (restored is WorkerError { Error: var error })
                throw Spoiled(worker, session, call, $"its snapshot could not be restored: {error.Type}: {error.Message}");
            residence.Position = journal.BasePosition;
        }

        var from = residence.Position;
        for (var position = from; position < journal.Position; position++)
        {
            var entry = journal[position];
            var owed = worker.Owe();
            var answer = await RestoreStepAsync(worker, call, owed, Request(owed.Id, call, entry.Command, entry.Args));
            if (Difference(entry, answer) is { } difference)
                throw Spoiled(worker, session, call, FormattableString.Invariant($"replay of mutation {position + 1} ('{entry.Command}') {difference}"));
            residence.Position = position + 1;
        }

        lock (_gate)
        {
            _counters = _counters with { Replays = _counters.Replays + 1, ReplayedCommands = _counters.ReplayedCommands + journal.Position - from };
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.SessionReplayed(session.Id, worker.Id, journal.Position - from));
        }

        var replayed = journal.Position - from;
        _log.Add(() => Log.SessionReplayed(_logger, Name, session.Id, worker.Id, replayed));
    }

    // From here on the worker knows of the session, if by queries alone, and has to be told when it ends.
    private Residence Reside(PooledWorker worker, SessionState session)
    {
        lock (_gate)
        {
            if (!worker.Residences.TryGetValue(session.Id, out var residence))
                worker.Residences.Add(session.Id, residence = new Residence(worker));
            return session.Home = residence;
        }
    }

    private static async ValueTask<WorkerMessage> RestoreStepAsync(PooledWorker worker, Call call, PendingReply owed, HostMessage message)
    {
        try
        {
            Ask(worker, call, owed, message);
            var answer = await owed.Answer;
            Heard(worker, call, owed);
            return answer;
        }
        catch (OperationCanceledException) when (call.Stopped != StopReason.None)
        {
            throw GivenUp(call, owed);
        }
        catch (WorkerLostException e)
        {
            // The mutation that was replayed died with the worker's memory; the call's own request never left.
            throw new WorkerLostException(
                call.Context, RequestFate.NotSent, "its session's state was being restored", e.ExitStatus, e.Signal, e.StandardErrorTail, e);
        }
        catch (ProtocolViolationException e)
        {
            throw new ProtocolViolationException(call.Context, e.Violation, RequestFate.NotSent, e);
        }
    }

    private static string? Difference(JournalEntry entry, WorkerMessage answer) => answer switch
    {
        WorkerError { Error: var error } => $"failed with {error.Type}: {error.Message}",
        WorkerResult result when !ResultDigest.Of(result.Value, result.Volatile).Equals(entry.Digest) =>
            "gave another answer than the first time",
        _ => null,
    };

    // What the worker holds now is not the session's state. It must not serve as such later.
    private SessionLostException Spoiled(PooledWorker worker, SessionState session, Call call, string reason)
    {
        Forget(worker, session.Id);
        return Lost(session, call, reason);
    }

    private static SessionLostException Lost(SessionState session, Call call, string reason)
    {
        session.LostBecause = reason;
        return new SessionLostException(call.Context, reason);
    }

    // Takes its place on the worker's stream before this returns, ahead of whatever the session's next life sends there.
    // Nobody waits for the write, and nobody can cancel it: half a frame would spoil the stream for the worker's holder.
    private void Forget(PooledWorker worker, string sessionId)
    {
        lock (_gate)
        {
            worker.Residences.Remove(sessionId);
            if (_sessions.TryGetValue(sessionId, out var session) && session.Home?.Worker == worker)
                session.Home = null;
        }

        var told = worker.TellAsync(new HostEndSession(sessionId));
        if (!told.IsCompleted)
            _loops.Start(() => told);
    }

    private async ValueTask EndSessionCoreAsync(string sessionId, CancellationToken cancellationToken)
    {
        var call = new Call(this, "end_session", Payload.Null, sessionId, _options.CommandTimeout, _time) { NeedsNoWorker = true };
        var onCancel = WatchForCancel(call, cancellationToken);
        try
        {
            ValueTask<PooledWorker?> turn = default;
            lock (_gate)
            {
                if (!_sessions.ContainsKey(sessionId))
                    return;
                Arrive_NeedsLock(call);
                Time_NeedsLock(call, call.Deadline.EndsAt);
                call.ThrowIfStopped();
                if (!TryTakeTurn_NeedsLock(call))
                {
                    turn = call.Wait();
                    Enqueue_NeedsLock(call, call.Session!.Turn, _options.QueueTimeout, _time.GetTimestamp());
                }
            }

            await turn;
            EndSessionInTurn(call);
        }
        finally
        {
            onCancel.Unregister();
            End(call);
        }
    }

    private void EndSessionInTurn(Call call)
    {
        var session = call.Session!;
        var holders = new List<PooledWorker>();
        lock (_gate)
        {
            session.Reset();
            foreach (var worker in _workers)
            {
                if (worker.Residences.ContainsKey(session.Id))
                    holders.Add(worker);
            }
        }

        foreach (var worker in holders)
            Forget(worker, session.Id);
        lock (_gate)
        {
            call.HasTurn = false;
            Ended_NeedsLock(session, SessionEndReason.Asked);
            Dispatch_NeedsLock();
        }
    }
}
