using Pool.Runtime.Adapters;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Sixteen commands of one session on a Python worker: one after another, or as a batch.</summary>
internal static class BatchCase
{
    public const string Single = "single";
    public const string Batch = "batch";
    private const int Size = 16;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string kind, TimeSpan time)
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Name = "bench", Size = 1 }, new ProcessAdapter(Programs.Python(), Programs.Host));
        var commands = Enumerable.Repeat(new BatchCommand("echo", EchoArgs.Sample), Size).ToArray();
        var figures = await ClosedLoop.RunAsync(1, time, kind == Batch ? BatchAsync : SingleAsync);
        return figures.ByName;

        async ValueTask BatchAsync(int client) => Check(await pool.ExecuteBatchAsync("session", commands));

        async ValueTask SingleAsync(int client)
        {
            for (var i = 0; i < Size; i++)
                await pool.ExecuteAsync("session", "echo", EchoArgs.Sample);
        }
    }

    private static void Check(IReadOnlyList<CommandOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
            outcome.GetResult();
    }
}
