namespace Pool.Runtime.Workers;

/// <summary>The state of one worker and its latest moves. Guarded by the pool's lock.</summary>
internal sealed class WorkerStateMachine(TimeProvider time)
{
    private const int HistoryLength = 32;

    private readonly WorkerMove[] _history = new WorkerMove[HistoryLength];
    private ulong _moves;

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
            var move = _history[(_moves - (ulong)moves.Length + (ulong)i) % HistoryLength];
            moves[i] = new WorkerTransition(
                move.From, move.To, move.Reason, now - time.GetElapsedTime(move.At, stamp), time.GetElapsedTime(move.Since, move.At));
        }

        return moves;
    }

    /// <summary>Makes a move.</summary>
    /// <exception cref="InvalidOperationException">The table does not know it; nothing has changed.</exception>
    public WorkerMove Move(WorkerState to, TransitionReason reason) => Move(to, reason, time.GetTimestamp());

    /// <summary>
    /// Makes a move at a time that was read a moment ago, outside the lock: reading the clock is a good part of a move's cost.
    /// One that was read before the last move happened is that move's time.
    /// </summary>
    /// <exception cref="InvalidOperationException">The table does not know it; nothing has changed.</exception>
    public ref readonly WorkerMove Move(WorkerState to, TransitionReason reason, long at)
    {
        if (!WorkerTransitions.IsLegal(State, to, reason))
            throw new InvalidOperationException($"A worker cannot move from {State} to {to} for {reason}. This is a defect of the pool; report it.");
        ref var move = ref _history[(int)(_moves++ % HistoryLength)];
        move = new WorkerMove(State, to, reason, Since, Math.Max(at, Since));
        Since = move.At;
        State = to;
        return ref move;
    }
}
