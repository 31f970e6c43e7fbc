using System.Collections.Concurrent;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

/// <summary>A pool over workers whose every answer the test decides, on either in-process adapter.</summary>
internal sealed class ScriptedPool : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedWorker> _workers = new();

    private ScriptedPool(TimeProvider time) => Time = time;

    public SessionPool Pool { get; private set; } = null!;

    public TimeProvider Time { get; }

    /// <summary>What the workers echoed, in the order they did.</summary>
    public ConcurrentQueue<string> Echoed { get; } = new();

    /// <summary>Every worker made so far, in order.</summary>
    public IReadOnlyList<ScriptedWorker> Workers => [.. _workers];

    public static async Task<ScriptedPool> StartAsync(
        PoolOptions? options = null,
        TimeProvider? time = null,
        Transport transport = Transport.InMemory,
        Action<ScriptedWorker>? script = null,
        Func<SessionPoolServices, SessionPoolServices>? services = null)
    {
        var scripted = new ScriptedPool(time ?? TimeProvider.System);
        IInProcessWorker Make(InProcessWorkerContext context)
        {
            var worker = new ScriptedWorker(context) { Echoed = scripted.Echoed };
            script?.Invoke(worker);
            scripted._workers.Enqueue(worker);
            return worker;
        }

        WorkerAdapter adapter = transport == Transport.Framed ? new DuplexPipeAdapter(Make) : new InMemoryAdapter(Make);
        var given = new SessionPoolServices { Time = scripted.Time, Seed = 1 };
        scripted.Pool = await SessionPool.StartAsync(options ?? new PoolOptions(), adapter, services?.Invoke(given) ?? given);
        return scripted;
    }

    public ScriptedWorker WorkerOf(string workerId) => _workers.Single(worker => worker.Context.WorkerId == workerId);

    /// <summary>Begins a "hold" and waits until a worker holds.</summary>
    public async Task<(Task<CommandResult> Held, ScriptedWorker Worker)> HoldAsync(string? session = null)
    {
        var free = Workers.Where(worker => !worker.Holding.Task.IsCompleted).ToList();
        var held = session is null ? Pool.ExecuteAnonymousAsync("hold").AsTask() : Pool.ExecuteAsync(session, "hold").AsTask();
        var started = await Task.WhenAny(free.Select(worker => worker.Holding.Task));
        return (held, free.Single(worker => worker.Holding.Task == started));
    }

    /// <summary>Waits until the pool's own loops have brought it there.</summary>
    public Task<PoolStats> ReachAsync(Func<PoolStats, bool> wanted) => Pool.ReachAsync(wanted);

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
