using System.Globalization;
using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Baselines;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Clients on Python workers: through the pool, or by one of the plain clients.</summary>
internal static class LoadCase
{
    public const string Async = "async";
    public const string Blocking = "blocking";
    public const string FairBlocking = "blocking-fair";
    public const string Pool = "pool";

    public static async Task<LoadFigures> RunAsync(string kind, int clients, int workers, TimeSpan time)
    {
        if (kind == Pool)
            return await RunPoolAsync(clients, workers, time);
        var raw = Enumerable.Range(0, workers).Select(_ => RawWorker.Start(Programs.Python())).ToList();
        try
        {
            return await RunPlainAsync(kind, raw, clients, time);
        }
        finally
        {
            raw.ForEach(worker => worker.Dispose());
        }
    }

    public static async Task<LoadFigures> RunPlainAsync(string kind, IReadOnlyList<RawWorker> raw, int clients, TimeSpan time)
    {
        switch (kind)
        {
            case Async:
                var async = new AsyncClients(raw);
                return await ClosedLoop.RunAsync(clients, time, _ => async.ExecuteAsync());
            case Blocking:
                var blocking = new BlockingClients(raw);
                return ClosedLoop.RunOnThreads(clients, time, _ => blocking.Execute());
            case FairBlocking:
                using (var fair = new FairBlockingClients(raw))
                    return ClosedLoop.RunOnThreads(clients, time, _ => fair.Execute());
            default:
                throw new ArgumentException($"There is no client '{kind}'.", nameof(kind));
        }
    }

    private static async Task<LoadFigures> RunPoolAsync(int clients, int workers, TimeSpan time)
    {
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = "bench", Size = workers }, new ProcessAdapter(Programs.Python(), Programs.Host));
        var sessions = Enumerable.Range(0, clients).Select(client => string.Create(CultureInfo.InvariantCulture, $"session-{client}")).ToArray();
        return await ClosedLoop.RunAsync(clients, time, Call);

        async ValueTask Call(int client) => await pool.ExecuteAsync(sessions[client], "echo", EchoArgs.Sample);
    }
}
