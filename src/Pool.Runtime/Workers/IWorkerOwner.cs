using Pool.Runtime.Adapters;

namespace Pool.Runtime.Workers;

/// <summary>Who is told what becomes of a worker. Called by the worker's own loop, never under its lock.</summary>
internal interface IWorkerOwner
{
    /// <summary>The worker can take no more commands. Told once, before <see cref="WorkerEnded"/>.</summary>
    void WorkerLost(PooledWorker worker, TransitionReason reason, string detail);

    /// <summary>The worker's end was observed, or could not be observed within the time it takes to kill a process.</summary>
    void WorkerEnded(PooledWorker worker, WorkerExit exit);
}
