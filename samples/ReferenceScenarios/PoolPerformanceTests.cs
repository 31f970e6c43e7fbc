namespace ReferenceScenarios;

/// <summary>The reference design's performance tests, with its targets: 50 clients on 10 + 5 workers, and the latency of 5.</summary>
internal sealed class PoolPerformanceTests
{
    [Performance(
        Layer = TestLayer.Full, PoolSize = 10, MaxOverflow = 5, Clients = 50, Warmup = 100,
        Thresholds = "mean < 100ms; p99 < 500ms; throughput > 1000/s; errors < 1%")]
    public async Task Throughput_under_load(LoadPlan plan, SessionPool pool)
    {
        // A program of each client's own, so that the complex operation runs something that exists.
        for (var client = 0; client < 50; client++)
            await pool.ExecuteAsync(Session(client), "create_program", new { id = "bench", signature = Scenario.Signature });

        plan.For(Scenario.Long(@short: TimeSpan.FromSeconds(4), full: TimeSpan.FromSeconds(60)))
            .Operation("read", 70, async load => await pool.ExecuteAsync(Session(load.Client), "list_programs"))
            .Operation("write", 20, async load => await WriteAsync(pool, load))
            .Operation("complex", 10, async load => await pool.ExecuteAsync(
                Session(load.Client), "execute", new { program_id = "bench", inputs = new { input = Data(load.Random) } }));
    }

    // As many clients as workers: what is measured is the pool's latency, not the length of a queue.
    [Performance(
        Layer = TestLayer.Full, PoolSize = 5, MaxOverflow = 0, Clients = 5, DurationMs = 2000, Warmup = 100,
        Thresholds = "count > 1000; p50 < 50ms; p90 < 100ms; p95 < 200ms; p99 < 500ms")]
    public async Task Latency_distribution(SessionPool pool) => await pool.ExecuteAnonymousAsync("health_check");

    // Created and deleted again, so that a longer run does not measure a longer list of programs.
    private static async Task WriteAsync(SessionPool pool, LoadContext load)
    {
        var id = FormattableString.Invariant($"w{load.Iteration}");
        await pool.ExecuteAsync(Session(load.Client), "create_program", new { id, signature = Scenario.Signature });
        await pool.ExecuteAsync(Session(load.Client), "delete_program", new { program_id = id });
    }

    private static string Session(int client) => FormattableString.Invariant($"bench_{client}");

    private static string Data(Random random)
    {
        var bytes = new byte[100];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
