using System.Globalization;
using Pool.Benchmarking.Measuring;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>A call's cost when so many sessions live, on 64 workers in this process.</summary>
internal static class SessionsCase
{
    private const int Workers = 64;
    private const int Calls = 200_000;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(int sessions)
    {
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = "bench", Size = Workers, MaxSessions = 100_000 }, IdleWorker.Adapter());
        var names = Enumerable.Range(0, sessions).Select(i => string.Create(CultureInfo.InvariantCulture, $"session-{i}")).ToArray();
        foreach (var name in names)
            await pool.ExecuteAsync(name, "nothing");
        var random = new Random(1);
        await CallAsync(pool, names, random, ClosedLoop.WarmUpRequests);
        var from = TimeProvider.System.GetTimestamp();
        await CallAsync(pool, names, random, Calls);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Nanoseconds] = TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / Calls,
        };
    }

    private static async Task CallAsync(SessionPool pool, string[] sessions, Random random, int calls)
    {
        for (var i = 0; i < calls; i++)
            await pool.ExecuteAsync(sessions[random.Next(sessions.Length)], "nothing");
    }
}
