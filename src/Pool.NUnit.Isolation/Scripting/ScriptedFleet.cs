using System.Collections.Concurrent;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting;

/// <summary>The scripted workers of one test, so that a fault can find the one it is to strike.</summary>
internal sealed class ScriptedFleet(WorkerScript script)
{
    private readonly ConcurrentDictionary<(string Pool, string Worker), ScriptedWorker> _workers = new();

    public IInProcessWorker Create(InProcessWorkerContext context)
    {
        ScriptedWorker worker = new(context, script, Forget);
        _workers[(context.PoolName, context.WorkerId)] = worker;
        return worker;
    }

    public ScriptedWorker? Find(string poolName, string workerId) => _workers.GetValueOrDefault((poolName, workerId));

    private void Forget(ScriptedWorker worker) => _workers.TryRemove((worker.PoolName, worker.WorkerId), out _);
}
