namespace Pool.Runtime.Workers;

/// <summary>The state of one worker and its latest moves. Guarded by the pool's lock.</summary>
internal sealed class WorkerStateMachine(TimeProvider time)
{
    private const int HistoryLength = 32;

    private readonly WorkerMove[] _history = new WorkerMove[HistoryLength];
    private long _moves;

    public WorkerState State { get; private set; } = WorkerState.Initializing;

    /// <summary>Timestamp of the last move; whoever needs the time of a move need not read the clock again.</summary>
    public long Since { get; private set; } = time.GetTimestamp();

    /// <summary>Latest moves, oldest first; at most 32. The wall time of each is worked out here, not when it was made.</summary>
    public IReadOnlyList<WorkerTransition> ReadHistory()
    {
        var (stamp, now) = (time.GetTimestamp(), time.GetUtcNow());
        var moves = new WorkerTransition[(int)Math.Min(_moves, HistoryLength)];
        for (var i = 0; i < moves.Length; i++)
        {
            var move = _history[(_moves - moves.Length + i) % HistoryLength];
            moves[i] = new WorkerTransition(
                move.From, move.To, move.Reason, now - time.GetElapsedTime(move.At, stamp), time.GetElapsedTime(move.Since, move.At));
        }

        return moves;
    }

    /// <summary>Makes a move.</summary>
    /// <exception cref="InvalidOperationException">The table does not know it; nothing has changed.</exception>
    public WorkerMove Move(WorkerState to, TransitionReason reason) => Move(to, reason, time.GetTimestamp());

    /// <summary>Makes a move at a time that was read a moment ago: reading the clock is a good part of a move's cost.</summary>
    /// <exception cref="InvalidOperationException">The table does not know it; nothing has changed.</exception>
    public WorkerMove Move(WorkerState to, TransitionReason reason, long at)
    {
        if (!WorkerTransitions.IsLegal(State, to, reason))
            throw new InvalidOperationException($"A worker cannot move from {State} to {to} for {reason}. This is a defect of the pool; report it.");
        var move = new WorkerMove(State, to, reason, Since, at);
        _history[_moves++ % HistoryLength] = move;
        Since = move.At;
        State = to;
        return move;
    }
}
