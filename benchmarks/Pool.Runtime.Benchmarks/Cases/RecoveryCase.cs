using System.Diagnostics;
using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Baselines;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>
/// From the kill of a worker until its slot is ready again, and in turn with it a start by hand up to the first ping,
/// since the one contains the other. Both with what the pool starts and behind the same guard.
/// </summary>
internal static class RecoveryCase
{
    public const string RawMilliseconds = "rawMilliseconds";
    private const double Quantile = 0.99;
    private const int WarmUp = 5;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(int repetitions)
    {
        var program = Programs.Python();
        var byHand = await Programs.GuardedAsync(program);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = "bench", Size = 2, MaxRestarts = 100_000 }, new ProcessAdapter(program, Programs.GuardedHost));
        await using var events = pool.ObserveAsync().GetAsyncEnumerator();
        var (ours, raw) = (new List<double>(), new List<double>());
        for (var i = 0; i < repetitions + WarmUp; i++)
        {
            var (recovered, started) = (await KillAsync(pool, events), Start(byHand));
            if (i < WarmUp)
                continue;
            ours.Add(recovered);
            raw.Add(started);
        }

        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Milliseconds] = Statistics.Quantile(ours, Quantile),
            [RawMilliseconds] = Statistics.Quantile(raw, Quantile),
        };
    }

    private static async Task<double> KillAsync(SessionPool pool, IAsyncEnumerator<PoolEvent> events)
    {
        // One killed before may still be on its way out.
        var worker = pool.GetStats().Workers.First(one => one.State == WorkerState.Ready);
        using var process = Process.GetProcessById(worker.ProcessId!.Value);
        var from = TimeProvider.System.GetTimestamp();
        process.Kill();
        while (await events.MoveNextAsync())
        {
            if (events.Current is PoolEvent.WorkerMoved { To: WorkerState.Ready, From: WorkerState.Initializing })
                return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        }

        throw new InvalidOperationException("The pool ended while a worker was awaited.");
    }

    private static double Start(ProcessAdapterOptions program)
    {
        var from = TimeProvider.System.GetTimestamp();
        using var worker = RawWorker.Start(program);
        return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
    }
}
