using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Bytes that the whole process allocates for a call to a Python worker, once it runs steadily.</summary>
internal static class AllocationCase
{
    private const int Calls = 5_000;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = 1 }, new ProcessAdapter(Programs.Python(), Programs.Host));
        await CallAsync(pool, ClosedLoop.WarmUpRequests);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await CallAsync(pool, Calls);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Bytes] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Calls,
        };
    }

    private static async Task CallAsync(SessionPool pool, int calls)
    {
        for (var i = 0; i < calls; i++)
            await pool.ExecuteAsync("session", "echo", EchoArgs.Sample);
    }
}
