using Pool.Runtime.Benchmarks.Baselines;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>A checkout and checkin, alone, without any work of the worker: time and bytes.</summary>
internal static class CheckoutCase
{
    public const string Stack = "stack";
    private const int Workers = 10;
    private const int Count = 2_000_000;

    public static Task<IReadOnlyDictionary<string, double>> RunAsync(string kind) => kind == Stack ? RunStackAsync() : RunPoolAsync();

    private static Task<IReadOnlyDictionary<string, double>> RunStackAsync()
    {
        var stack = new StackOfWorkers(Enumerable.Range(0, Workers).Select(_ => new object()));
        Loop(stack, Count / 10);
        var (from, bytes) = Begin();
        Loop(stack, Count);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(End(from, bytes));
    }

    private static async Task<IReadOnlyDictionary<string, double>> RunPoolAsync()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = Workers }, IdleWorker.Adapter());
        await LoopAsync(pool, Count / 10);
        var (from, bytes) = Begin();
        await LoopAsync(pool, Count);
        return End(from, bytes);
    }

    private static void Loop(StackOfWorkers stack, int count)
    {
        for (var i = 0; i < count; i++)
            stack.GiveBack(stack.Take());
    }

    private static async Task LoopAsync(SessionPool pool, int count)
    {
        var request = CheckoutRequest.ForSession("session");
        for (var i = 0; i < count; i++)
        {
            await using var lease = await pool.CheckoutAsync(request);
        }
    }

    private static (long From, long Bytes) Begin() => (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());

    // It never waits, so it ends on the thread on which it began.
    private static Dictionary<string, double> End(long from, long bytes) => new(StringComparer.Ordinal)
    {
        [Figures.Nanoseconds] = TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / Count,
        [Figures.Bytes] = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Count,
    };
}
