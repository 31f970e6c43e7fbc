using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Calls each of which has a worker of its own, that ends with it.</summary>
internal static class SingleUseCase
{
    private const int Size = 4;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(TimeSpan duration)
    {
        await using var host = new WorkerHost();
        var program = Programs.Python() with { StartMode = StartMode.ForkServer };
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = Size, MaxWorkerRequests = 1 }, new ProcessAdapter(program, host));
        await CallAsync(pool, TimeSpan.FromSeconds(1));
        var before = pool.GetStats().Counters.Starts;
        var from = TimeProvider.System.GetTimestamp();

        var calls = await CallAsync(pool, duration);

        var elapsed = TimeProvider.System.GetElapsedTime(from).TotalSeconds;
        var workers = pool.GetStats().Counters.Starts - before;
        // Each call's worker has been replaced, or is about to be.
        if (workers < calls - Size)
            throw new InvalidOperationException($"{calls} calls were served by {workers} workers.");
        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.PerSecond] = calls / elapsed };
    }

    private static async Task<int> CallAsync(SessionPool pool, TimeSpan duration)
    {
        var from = TimeProvider.System.GetTimestamp();
        var clients = Enumerable.Range(0, Size).Select(async _ =>
        {
            var calls = 0;
            for (; TimeProvider.System.GetElapsedTime(from) < duration; calls++)
                await pool.ExecuteAnonymousAsync("ping");
            return calls;
        });
        return (await Task.WhenAll(clients)).Sum();
    }
}
