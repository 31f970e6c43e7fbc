using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>A session's state: journaled, replayed to a worker that is behind, ended. Its turn is held throughout.</content>
public sealed partial class SessionPool
{
    private void Journal(PooledWorker worker, SessionState session, Call call, WorkerResult result)
    {
        session.Journal.Append(call.Command, call.Args, ResultDigest.Of(result.Value, result.Volatile));
        lock (_gate)
            worker.Positions[session.Id] = session.Journal.Position;
    }

    // A worker may be new to the session, or have served it before others did: what it lacks is replayed in order.
    private async ValueTask BringUpToDateAsync(PooledWorker worker, SessionState session, Call call)
    {
        if (session.LostBecause is { } lost)
            throw new SessionLostException(call.Context, lost);
        var journal = session.Journal;
        int position;
        lock (_gate)
        {
            // From here on the worker knows of the session, if by queries alone, and has to be told when it ends.
            worker.Positions.TryAdd(session.Id, 0);
            position = worker.Positions[session.Id];
        }

        var missing = journal.Position - position;
        if (missing == 0)
            return;
        if (journal.Gap is { } gap)
            throw Lost(session, call, $"worker {worker.Id} lacks {missing} of its mutations and {gap}");

        for (; position < journal.Position; position++)
        {
            var entry = journal[position];
            var answer = await ReplayAsync(worker, session, entry, call);
            if (Difference(entry, answer) is { } difference)
            {
                // What the worker holds now is not the session's state. It must not serve as such later.
                lock (_gate)
                    worker.Positions.Remove(session.Id);
                Forget(worker, session.Id);
                throw Lost(session, call, FormattableString.Invariant($"replay of mutation {position + 1} ('{entry.Command}') {difference}"));
            }

            lock (_gate)
                worker.Positions[session.Id] = position + 1;
        }

        lock (_gate)
        {
            _counters = _counters with { Replays = _counters.Replays + 1, ReplayedCommands = _counters.ReplayedCommands + missing };
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.SessionReplayed(session.Id, worker.Id, missing));
        }

        Log.SessionReplayed(_logger, Name, session.Id, worker.Id, missing);
    }

    private static async ValueTask<WorkerMessage> ReplayAsync(PooledWorker worker, SessionState session, JournalEntry entry, Call call)
    {
        try
        {
            return await worker.CallAsync(
                entry.Command, entry.Args, session.Id, (long)Math.Ceiling(call.Deadline.Remaining.TotalMilliseconds), call.Token);
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

    private static SessionLostException Lost(SessionState session, Call call, string reason)
    {
        session.LostBecause = reason;
        return new SessionLostException(call.Context, reason);
    }

    // Takes its place on the worker's stream before this returns, ahead of whatever the session's next life sends there.
    // Nobody waits for the write, and nobody can cancel it: half a frame would spoil the stream for the worker's holder.
    private void Forget(PooledWorker worker, string sessionId)
    {
        var told = worker.ForgetSessionAsync(sessionId);
        if (!told.IsCompleted)
            _loops.Start(() => told);
    }

    private async ValueTask EndSessionCoreAsync(string sessionId, CancellationToken cancellationToken)
    {
        using var call = new Call(Name, "end_session", Payload.Null, sessionId, _options.CommandTimeout, _time, cancellationToken)
        {
            NeedsNoWorker = true,
        };
        try
        {
            await EndSessionAsync(sessionId, call);
        }
        finally
        {
            End(call);
        }
    }

    private async ValueTask EndSessionAsync(string sessionId, Call call)
    {
        Waiter? waiter = null;
        lock (_gate)
        {
            if (!_sessions.ContainsKey(sessionId))
                return;
            Arrive_NeedsLock(call);
            if (!TryTakeTurn_NeedsLock(call))
                waiter = Enqueue_NeedsLock(call, call.Session!.Turn);
        }

        try
        {
            if (waiter is not null)
                await WaitAsync(waiter, call);
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            throw call.Ended();
        }

        var holders = new List<PooledWorker>();
        lock (_gate)
        {
            call.Session!.Reset();
            foreach (var worker in _workers)
            {
                if (worker.Positions.Remove(sessionId))
                    holders.Add(worker);
            }
        }

        foreach (var worker in holders)
            Forget(worker, sessionId);
        lock (_gate)
        {
            call.HasTurn = false;
            Ended_NeedsLock(call.Session, SessionEndReason.Asked);
            Dispatch_NeedsLock();
        }
    }
}
