using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>What commands share: sessions, counters, clock. Used by one command at a time.</summary>
internal sealed class WorkerState
{
    private readonly Dictionary<string, SessionState> _sessions = new(StringComparer.Ordinal);
    private readonly long _startedAt;

    public WorkerState(TimeProvider clock, PayloadSerializer serializer, LogSink log)
    {
        Log = log;
        Clock = clock;
        Serializer = serializer;
        _startedAt = clock.GetTimestamp();
    }

    public TimeProvider Clock { get; }

    public PayloadSerializer Serializer { get; }

    public LogSink Log { get; }

    /// <summary>Stands in for absent arguments where members are to be bound.</summary>
    public Payload NoArgs { get; } = new("{}"u8.ToArray(), []);

    public long CommandCount { get; set; }

    public long ErrorCount { get; set; }

    public IEnumerable<SessionState> Sessions => _sessions.Values;

    public WorkerStatistics Statistics =>
        new(Clock.GetElapsedTime(_startedAt), CommandCount, ErrorCount, _sessions.Count);

    public SessionState SessionOf(string name)
    {
        if (!_sessions.TryGetValue(name, out SessionState? session))
            _sessions[name] = session = new SessionState();
        return session;
    }

    public SessionState? FindSession(string name) => _sessions.GetValueOrDefault(name);

    public void Replace(string name, SessionState? session)
    {
        if (session is null)
            _sessions.Remove(name);
        else
            _sessions[name] = session;
    }

    public void EndSession(string name) => _sessions.Remove(name);
}
