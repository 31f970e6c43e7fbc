using Pool.Runtime;
using Pool.Runtime.Workers;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>Finds the worker that a target means.</summary>
internal sealed class TargetSelector(SessionPool pool, Random random)
{
    private readonly Lock _lock = new();

    public WorkerStats Select(FaultTarget target)
    {
        WorkerStats[] live = [.. Live(pool.GetStats())];
        WorkerStats? worker = target switch
        {
            FaultTarget.AnyWorker => live.Length == 0 ? null : live[Draw(live.Length)],
            FaultTarget.WorkerById byId => Array.Find(live, w => string.Equals(w.WorkerId, byId.WorkerId, StringComparison.Ordinal)),
            FaultTarget.WorkerByIndex byIndex => byIndex.Place < live.Length ? live[byIndex.Place] : null,
            FaultTarget.WorkerOfSession ofSession => pool.FindSessionWorker(ofSession.SessionId),
            _ => null,
        };
        return worker ?? throw new FaultTargetException(
            $"The fault is meant for {target}, and pool \"{pool.Name}\" has no such worker. Ready or busy are: "
            + $"{(live.Length == 0 ? "none" : string.Join(", ", live.Select(static w => w.WorkerId)))}.");
    }

    /// <summary>Live workers in an order that follows from the seed.</summary>
    public IReadOnlyList<WorkerStats> Shuffled()
    {
        WorkerStats[] live = [.. Live(pool.GetStats())];
        lock (_lock)
        {
            random.Shuffle(live);
        }

        return live;
    }

    public static IEnumerable<WorkerStats> Live(PoolStats stats) =>
        stats.Workers.Where(static w => w.State is WorkerState.Ready or WorkerState.Busy);

    private int Draw(int count)
    {
        lock (_lock)
        {
            return random.Next(count);
        }
    }
}
