using System.Collections.Concurrent;
using Pool.Runtime;
using Pool.Runtime.Workers;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>How workers ended, as their pool observed it.</summary>
internal sealed class WorkerEnds
{
    private readonly ConcurrentDictionary<string, int?> _statuses = new(StringComparer.Ordinal);
    private volatile bool _missedSome;

    public void Observe(PoolEvent happened)
    {
        switch (happened)
        {
            case PoolEvent.WorkerMoved { To: WorkerState.Terminated } move:
                _statuses[move.WorkerId] = move.ExitStatus;
                break;
            case PoolEvent.Missed:
                _missedSome = true;
                break;
        }
    }

    /// <summary>Whether no more will be learnt of a worker's end.</summary>
    public bool IsSettled(string workerId) => _missedSome || _statuses.ContainsKey(workerId);

    /// <summary>The exit status of a worker, 128 + n for a signal; null when the pool has not told it.</summary>
    public int? ExitStatusOf(string workerId) => _statuses.GetValueOrDefault(workerId);
}
