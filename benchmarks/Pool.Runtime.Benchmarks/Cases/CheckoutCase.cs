using Pool.Benchmarking.Measuring;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>
/// A checkout and checkin, alone, without any work of the worker: time and bytes. The time is the median of many short
/// stretches, most of which nobody interrupts, however busy the machine is.
/// </summary>
internal static class CheckoutCase
{
    public const string Stack = "stack";
    private const int Workers = 10;
    private const int Stretches = 300;
    private const int Count = 5_000;

    public static Task<IReadOnlyDictionary<string, double>> RunAsync(string kind) => kind == Stack ? RunStackAsync() : RunPoolAsync();

    private static Task<IReadOnlyDictionary<string, double>> RunStackAsync()
    {
        var stack = new StackOfWorkers(Enumerable.Range(0, Workers).Select(_ => new object()));
        return MeasureAsync(() =>
        {
            for (var i = 0; i < Count; i++)
                stack.GiveBack(stack.Take());
            return Task.CompletedTask;
        });
    }

    private static async Task<IReadOnlyDictionary<string, double>> RunPoolAsync()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = Workers }, IdleWorker.Adapter());
        var request = CheckoutRequest.ForSession("session");
        return await MeasureAsync(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await using var lease = await pool.CheckoutAsync(request);
            }
        });
    }

    // None of it ever waits, so it ends on the thread on which it began.
    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(Func<Task> stretch)
    {
        for (var i = 0; i < Stretches / 10; i++)
            await stretch();
        var times = new double[Stretches];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Stretches; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await stretch();
            times[i] = TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / Count;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Nanoseconds] = Statistics.Median(times),
            [Figures.Bytes] = bytes / ((double)Stretches * Count),
        };
    }
}
