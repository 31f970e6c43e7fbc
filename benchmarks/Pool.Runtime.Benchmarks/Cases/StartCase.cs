using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Eight workers ready: by the pool, or all at once by hand.</summary>
internal static class StartCase
{
    private const int Workers = 8;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string kind)
    {
        // The first start of all compiles this program's own code; it is not what is measured.
        await OnceAsync(kind);
        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.Milliseconds] = await OnceAsync(kind) };
    }

    private static async Task<double> OnceAsync(string kind)
    {
        var program = Programs.Python();
        var byHand = await Programs.GuardedAsync(program);
        var from = TimeProvider.System.GetTimestamp();
        if (kind == LoadCase.Pool)
        {
            await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = Workers }, new ProcessAdapter(program, Programs.GuardedHost));
            return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        }

        var raw = new RawWorker[Workers];
        var threads = Enumerable.Range(0, Workers).Select(i => new Thread(() => raw[i] = RawWorker.Start(byHand))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var elapsed = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        foreach (var worker in raw)
            worker.Dispose();
        return elapsed;
    }
}
