using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Sessions that nobody uses any more are ended, and there are never more than the quota.</content>
public sealed partial class SessionPool
{
    // Bounds what is looked at in one hold of the lock: sessions times workers.
    private const int ExpiryBatch = 64;
    private const int ExpiryLooks = 4096;

    // Null when sessions live for ever.
    private readonly SessionRecency? _recency;

    // Sessions that are being ended and still in the table, so that their next life begins behind their end.
    private int _ending;

    // Sweeps before it refuses.
    private SessionState BeginSession_NeedsLock(Waiter waiter, string id)
    {
        if (_sessions.Count - _ending >= _options.MaxSessions)
        {
            if (TakeExpired_NeedsLock() is not { Count: > 0 } expired)
                throw new SessionQuotaException(waiter.Context, _options.MaxSessions);
            _loops.Start(() => EndExpiredAsync(expired));
        }

        var session = new SessionState(id, _options.MaxJournalEntries, _options.MaxJournalBytes);
        _sessions.Add(id, session);
        _recency?.Used(session, _time.GetTimestamp());
        return session;
    }

    private async Task ExpireSessionsAsync()
    {
        while (true)
        {
            List<SessionState> expired;
            lock (_gate)
            {
                if (_state != PoolState.Running)
                    return;
                expired = TakeExpired_NeedsLock();
                if (expired.Count == 0)
                {
                    _duties.Schedule(Duty.ExpireSessions, _recency!.NextExpiry());
                    return;
                }
            }

            await EndExpiredAsync(expired);
        }
    }

    // Takes their turns as a call would: whoever calls meanwhile waits until the workers have been told.
    private List<SessionState> TakeExpired_NeedsLock()
    {
        var most = Math.Clamp(ExpiryLooks / Math.Max(1, _workers.Count), 1, ExpiryBatch);
        var expired = new List<SessionState>();
        while (expired.Count < most && _recency?.TakeExpired() is { } session)
        {
            session.TurnTaken = true;
            expired.Add(session);
        }

        _ending += expired.Count;
        return expired;
    }

    private Task EndExpiredAsync(List<SessionState> expired)
    {
        var holders = new List<(PooledWorker Worker, string SessionId)>();
        lock (_gate)
        {
            foreach (var session in expired)
            {
                session.Reset();
                holders.AddRange(_workers.Where(worker => worker.Residences.ContainsKey(session.Id)).Select(worker => (worker, session.Id)));
            }
        }

        foreach (var (worker, sessionId) in holders)
            Forget(worker, sessionId);
        lock (_gate)
        {
            _ending -= expired.Count;
            _counters = _counters with { SessionsExpired = _counters.SessionsExpired + expired.Count };
            foreach (var session in expired)
                Ended_NeedsLock(session, SessionEndReason.Expired);
            Dispatch_NeedsLock();
        }

        return Task.CompletedTask;
    }

    // The workers were told of the session's end. Whoever has called since begins its next life.
    private void Ended_NeedsLock(SessionState session, SessionEndReason reason)
    {
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.SessionEnded(session.Id, reason));
        PassTurn_NeedsLock(session);
        if (session.TurnTaken)
        {
            _recency?.Used(session, _time.GetTimestamp());
            return;
        }

        _recency?.Remove(session);
        _sessions.Remove(session.Id);
    }
}
