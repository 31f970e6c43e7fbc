namespace Quickstart;

/// <summary>Loads that are measured and judged: thresholds fail the test, the baseline beside this project tells of regressions.</summary>
internal sealed class PerformanceTests
{
    // The body is one operation; eight clients repeat it for two seconds. A sample runs on machines in any state, so a
    // regression is only reported here; leave FailOnRegression out to have it fail the test.
    [Performance(
        Layer = TestLayer.Full, Clients = 8, DurationMs = 2000, Warmup = 200, FailOnRegression = false,
        Thresholds = "p99 < 500ms; errors < 1%; throughput > 50/s")]
    public async Task Echo_throughput(SessionPool pool) => await pool.ExecuteAnonymousAsync("echo", new { text = "hello" });

    // The body describes a mix; each operation is measured by itself.
    [Performance(
        Layer = TestLayer.Full, Clients = 4, DurationMs = 1500, Warmup = 100, FailOnRegression = false,
        Thresholds = "read.p99 < 500ms; write.p99 < 500ms; errors < 1%")]
    public void Reads_and_writes(LoadPlan plan, SessionPool pool) => plan
        .Operation("read", 80, async load => await pool.ExecuteAsync($"client-{load.Client}", "total"))
        .Operation("write", 20, async load => await pool.ExecuteAsync($"client-{load.Client}", "append", new { value = load.Iteration % 100 }));
}
