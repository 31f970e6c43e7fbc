using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Randomness;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Tests;

/// <summary>A pool of scripted workers with what strikes them, outside any isolated test.</summary>
internal sealed class ScriptedPool : IAsyncDisposable
{
    private ScriptedPool(SessionPool pool, WorkerScript script, ScriptedFleet fleet, int size)
    {
        Pool = pool;
        Script = script;
        TestProcesses processes = new(ProcessControl.Create(TimeProvider.System), new ProcessTag("run", "test"));
        Faults = new FaultInjector(pool, size, fleet, processes, new SeededRandom(1), TimeProvider.System);
        Scenarios = new FaultScenarios(Faults, pool, TimeProvider.System);
    }

    public SessionPool Pool { get; }

    public WorkerScript Script { get; }

    public FaultInjector Faults { get; }

    public FaultScenarios Scenarios { get; }

    public static async Task<ScriptedPool> StartAsync(int size = 2, WorkerScript? script = null, bool framed = false, PoolOptions? options = null)
    {
        script ??= new WorkerScript();
        ScriptedFleet fleet = new(script);
        WorkerAdapter adapter = framed ? new DuplexPipeAdapter(fleet.Create) : new InMemoryAdapter(fleet.Create);
        SessionPool pool = await SessionPool.StartAsync((options ?? new PoolOptions()) with { Size = size }, adapter);
        return new ScriptedPool(pool, script, fleet, size);
    }

    public async ValueTask DisposeAsync()
    {
        await Faults.DisposeAsync();
        await Pool.DisposeAsync();
    }
}
