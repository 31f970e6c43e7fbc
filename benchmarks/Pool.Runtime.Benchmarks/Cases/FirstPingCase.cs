using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>From nothing to a worker's first ping: by hand with a plain interpreter, or by a pool of one with a host that has served before.</summary>
internal static class FirstPingCase
{
    public const string Raw = "raw";
    public const string Spawn = "spawn";
    public const string Fork = "fork";

    private const int WarmUp = 3;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string kind, int repetitions, double importSeconds, OrphanGuard guard)
    {
        await using var host = new WorkerHost(new WorkerHostOptions { HighestGuard = guard });
        var program = importSeconds > 0 ? Programs.Preloaded(ModeOf(kind), importSeconds)
            : kind == Raw ? Programs.PlainPython() : Programs.Python() with { StartMode = ModeOf(kind) };
        var times = new List<double>();
        for (var i = 0; i < repetitions + (kind == Spawn && importSeconds > 0 ? 1 : WarmUp); i++)
            times.Add(await OnceAsync(kind, program, host));
        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.Milliseconds] = Statistics.Median(times.TakeLast(repetitions)) };
    }

    private static StartMode ModeOf(string kind) => kind == Fork ? StartMode.ForkServer : StartMode.Spawn;

    private static async Task<double> OnceAsync(string kind, ProcessAdapterOptions program, WorkerHost host)
    {
        var from = TimeProvider.System.GetTimestamp();
        if (kind == Raw)
        {
            using var worker = RawWorker.Start(program);
            return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        }

        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = 1 }, new ProcessAdapter(program, host));
        return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
    }
}
