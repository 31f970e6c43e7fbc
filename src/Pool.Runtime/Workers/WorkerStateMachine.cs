namespace Pool.Runtime.Workers;

/// <summary>The state of one worker and its latest moves. Guarded by the pool's lock.</summary>
internal sealed class WorkerStateMachine(TimeProvider time)
{
    private const int HistoryLength = 32;

    private readonly WorkerTransition[] _history = new WorkerTransition[HistoryLength];
    private long _since = time.GetTimestamp();
    private long _moves;

    /// <summary>Timestamp of the last move.</summary>
    public long Since => _since;

    public WorkerState State { get; private set; } = WorkerState.Initializing;

    /// <summary>Latest moves, oldest first; at most 32.</summary>
    public IReadOnlyList<WorkerTransition> History
    {
        get
        {
            var count = (int)Math.Min(_moves, HistoryLength);
            var moves = new WorkerTransition[count];
            for (var i = 0; i < count; i++)
                moves[i] = _history[(_moves - count + i) % HistoryLength];
            return moves;
        }
    }

    public WorkerTransition Move(WorkerState to, TransitionReason reason)
    {
        if (!WorkerTransitions.IsLegal(State, to, reason))
            throw new InvalidOperationException($"A worker cannot move from {State} to {to} for {reason}.");
        var now = time.GetTimestamp();
        var move = new WorkerTransition(State, to, reason, time.GetUtcNow(), time.GetElapsedTime(_since, now));
        _history[_moves++ % HistoryLength] = move;
        _since = now;
        State = to;
        return move;
    }
}
