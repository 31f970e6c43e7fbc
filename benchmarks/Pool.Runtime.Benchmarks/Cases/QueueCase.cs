using System.Globalization;
using System.Threading.Channels;
using Pool.Benchmarking.Measuring;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>50 tasks contend for 10 workers, each holding one while others run, so that most of them queue: time and bytes.</summary>
internal static class QueueCase
{
    public const string ByChannel = "channel";
    public const string BareChannel = "bare-channel";
    private const int Tasks = 50;
    private const int Workers = 10;
    private const int CountPerTask = 20_000;

    public static Task<IReadOnlyDictionary<string, double>> RunAsync(string kind) => kind switch
    {
        ByChannel => RunChannelPoolAsync(),
        BareChannel => RunBareChannelAsync(),
        _ => RunPoolAsync(),
    };

    private static Task<IReadOnlyDictionary<string, double>> RunChannelPoolAsync()
    {
        var pool = new ChannelPool(Enumerable.Range(0, Workers).Select(_ => new object()));
        return MeasureAsync(async (_, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                await using var lease = await pool.RentAsync();
                await Task.Yield();
            }
        });
    }

    // Without anything that makes it a pool: what is left is the channel and the two hops to a pool thread.
    private static async Task<IReadOnlyDictionary<string, double>> RunBareChannelAsync()
    {
        var channel = Channel.CreateUnbounded<object>();
        for (var i = 0; i < Workers; i++)
            channel.Writer.TryWrite(new object());
        return await MeasureAsync(async (_, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                if (!channel.Reader.TryRead(out var worker))
                    worker = await channel.Reader.ReadAsync();
                await Task.Yield();
                channel.Writer.TryWrite(worker);
            }
        });
    }

    private static async Task<IReadOnlyDictionary<string, double>> RunPoolAsync()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = Workers }, IdleWorker.Adapter());
        var sessions = Enumerable.Range(0, Tasks).Select(i => string.Create(CultureInfo.InvariantCulture, $"session-{i}")).ToArray();
        return await MeasureAsync(async (task, count) =>
        {
            var request = CheckoutRequest.ForSession(sessions[task]);
            for (var i = 0; i < count; i++)
            {
                await using var lease = await pool.CheckoutAsync(request);
                await Task.Yield();
            }
        });
    }

    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(Func<int, int, Task> loop)
    {
        await AllAsync(loop, CountPerTask / 10);
        var (from, bytes) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        await AllAsync(loop, CountPerTask);
        var count = Tasks * CountPerTask;
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Nanoseconds] = TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / count,
            [Figures.Bytes] = (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / count,
        };
    }

    private static Task AllAsync(Func<int, int, Task> loop, int count) =>
        Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => loop(task, count))));
}
