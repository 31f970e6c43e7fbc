using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Reads a pool's events to their end and notes whatever breaks one of the pool's promises.</summary>
internal sealed class HistoryEvents(int capacity)
{
    private readonly Dictionary<string, WorkerState> _states = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leased = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private long _sequence;
    private bool _hasMissed;
    private PoolCounters _counted;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>What the pool's counters must say by these events; null when some were missed.</summary>
    public PoolCounters? Counted => _hasMissed ? null : _counted;

    public async Task ReadAsync(IAsyncEnumerable<PoolEvent> events)
    {
        await foreach (var happened in events)
        {
            if (_sequence > 0 && happened is not PoolEvent.Missed && happened.Sequence != _sequence + 1)
                Note($"event {happened.Sequence} follows {_sequence}");
            _sequence = happened.Sequence;
            // Whoever misses events knows no more than the order of the others.
            _hasMissed |= happened is PoolEvent.Missed;
            if (!_hasMissed)
                Follow(happened);
            Count(happened);
        }
    }

    private void Follow(PoolEvent happened)
    {
        switch (happened)
        {
            case PoolEvent.WorkerMoved move:
                if (_states.TryGetValue(move.WorkerId, out var known) && known != move.From)
                    Note($"{move} of a worker that was {known}");
                _states[move.WorkerId] = move.To;
                var serving = _states.Values.Count(state => state is WorkerState.Ready or WorkerState.Busy);
                if (serving > capacity)
                    Note($"{serving} workers serve, {capacity} may");
                break;
            case PoolEvent.CheckedOut lease:
                if (!_leased.Add(lease.WorkerId) || _states.GetValueOrDefault(lease.WorkerId) != WorkerState.Busy)
                    Note($"{lease} of a worker that is {_states.GetValueOrDefault(lease.WorkerId)}");
                break;
            case PoolEvent.CheckedIn back when !_leased.Remove(back.WorkerId):
                Note($"{back} of a worker that nobody holds");
                break;
        }
    }

    private void Count(PoolEvent happened) => _counted = happened switch
    {
        PoolEvent.CheckedOut => _counted with { Checkouts = _counted.Checkouts + 1 },
        PoolEvent.CheckedIn => _counted with { Checkins = _counted.Checkins + 1 },
        PoolEvent.CommandFailed => _counted with { Errors = _counted.Errors + 1 },
        PoolEvent.WorkerRestarted => _counted with { Restarts = _counted.Restarts + 1 },
        PoolEvent.SessionReplayed replayed => _counted with
        {
            Replays = _counted.Replays + 1,
            ReplayedCommands = _counted.ReplayedCommands + replayed.Commands,
        },
        PoolEvent.WorkerMoved { To: WorkerState.Terminating, Reason: not (TransitionReason.Shutdown or TransitionReason.Retired) } => _counted with { Losses = _counted.Losses + 1 },
        PoolEvent.WorkerMoved { Reason: TransitionReason.StartFailed } => _counted with { StartFailures = _counted.StartFailures + 1 },
        _ => _counted,
    };

    private void Note(string violation) => _violations.Add(violation);
}
