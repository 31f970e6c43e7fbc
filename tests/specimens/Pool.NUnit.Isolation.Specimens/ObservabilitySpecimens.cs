using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Observability;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>What a failed test leaves behind, and a passed one does not.</summary>
internal sealed partial class ObservabilitySpecimens
{
    private static IEnumerable<int> Numbers() => Enumerable.Range(1, 100);

    private static IEnumerable<TestCaseData> UnsafeNames()
    {
        yield return new TestCaseData(1).SetName("Unsafe_name/../../../../etc/passwd");
        yield return new TestCaseData(2).SetName("Unsafe_name...\u202E\u0416\u00E4\u6F22\U0001F600 \"<b>&");
        yield return new TestCaseData(3).SetName("Unsafe_name " + new string('n', 300));
    }

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Fails_on_mock(SessionPool pool, ILogger<ObservabilitySpecimens> logger)
    {
        await pool.ExecuteAsync("s", "append", new { value = 42 });
        LogOrder(logger, 7, "first\nsecond \u001b[31mline");
        Assert.Fail("own message of Fails_on_mock");
    }

    [IsolatedTest(Layer = TestLayer.Bridge)]
    public async Task Fails_on_bridge(SessionPool pool)
    {
        await pool.ExecuteAnonymousAsync("ping");
        Assert.Fail("own message of Fails_on_bridge");
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0)]
    [Platform("Linux")]
    public async Task Fails_on_full(SessionPool pool, FaultInjector faults)
    {
        await pool.ExecuteAnonymousAsync("write_stderr", new { text = "said by a worker" });
        await pool.ExecuteAnonymousAsync("ping");
        await faults.CrashAsync();
        Assert.Fail("own message of Fails_on_full");
    }

    [IsolatedTest]
    public async Task Fails_in_tear_down(TestEnvironment env, SessionPool pool)
    {
        env.Resources.Push("bad", static _ => throw new InvalidOperationException("disposer broke"));
        await pool.ExecuteAnonymousAsync("ping");
    }

    [IsolatedTest]
    public void Fails_without_anything_to_tell() => Assert.Fail("own message without anything");

    [TestCaseSource(nameof(UnsafeNames))]
    [IsolatedTest]
    public void Fails_with_an_unsafe_name(int number, ILogger<ObservabilitySpecimens>? logger = null)
    {
        LogOrder(logger!, number, "unsafe");
        Assert.Fail("own message of an unsafe name");
    }

    [IsolatedTest]
    public void Passes_while_it_logs_much(ILogger<ObservabilitySpecimens> logger, SessionPool pool)
    {
        for (int i = 0; i < 1000; i++)
        {
            LogTrouble(logger, i, pool.Name);
        }
    }

    // By itself, since it weighs the memory of the process.
    [IsolatedTest]
    [NonParallelizable]
    public void Passes_under_a_flood_of_entries(TestEnvironment env, ILogger<ObservabilitySpecimens> logger)
    {
        LogTrouble(logger, 0, new string('x', 1000));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        string text = new('x', 1000);
        for (int i = 1; i < 1_000_000; i++)
        {
            LogTrouble(logger, i, text);
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(4 * 1024 * 1024);
        env.Telemetry.Logs.Count.ShouldBeLessThan(1024);
        (env.Telemetry.Logs.Count + env.Telemetry.LogsDropped).ShouldBe(1_000_000);
        env.Telemetry.Logs[^1]["order"].ShouldBe(999_999);
    }

    [TestCaseSource(nameof(Numbers))]
    [IsolatedTest(PoolSize = 2)]
    public async Task Passes_beside_others(int number, TestEnvironment? env = null, SessionPool? pool = null, ILogger<ObservabilitySpecimens>? logger = null)
    {
        Counter<int> counter = env!.Services.GetRequiredService<IMeterFactory>().Create("specimens").CreateCounter<int>("orders");
        for (int i = 0; i < number; i++)
        {
            LogOrder(logger!, number, "parallel");
            counter.Add(2, KeyValuePair.Create<string, object?>("number", number));
            await pool!.ExecuteAsync("s", "append", new { value = i });
        }

        TestTelemetry seen = env.Telemetry;
        CapturedLog[] logs = [.. seen.Logs.Where(l => l.Category == typeof(ObservabilitySpecimens).FullName)];
        logs.Length.ShouldBe(number);
        logs.ShouldAllBe(l => l["order"]!.Equals(number) && l.TestId == env.TestId);
        seen.Logs.Where(l => l.PoolName is not null).ShouldAllBe(l => l.PoolName == pool!.Name);
        CapturedMeasurement orders = seen.Measurements.Single(m => m.Instrument == "orders");
        (orders.Value, orders.Count, orders.Tags["number"]).ShouldBe((number * 2, number, number));
        seen.Measurements.Single(m => m.Instrument == "pool.checkouts").Value.ShouldBe(number);
        seen.Measurements.Single(m => m.Instrument == "pool.command.duration").Count.ShouldBe(number);
        seen.Activities.Count(a => a.Name == "pool.execute append").ShouldBe(number);
        seen.Activities.ShouldAllBe(a => pool!.Name.Equals(a.Tags["pool.name"]));
        seen.PoolEvents.Count(e => e.Event is PoolEvent.CheckedOut).ShouldBe(number);
        seen.PoolEvents.ShouldAllBe(e => e.PoolName == pool!.Name);
    }

    [IsolatedTest]
    public async Task Passes_with_listeners_of_its_own(SessionPool pool)
    {
        List<Activity> spans = [];
        using ActivityListener own = new()
        {
            ShouldListenTo = static source => source.Name == "Pool.Runtime",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.Kind == ActivityKind.Client && pool.Name.Equals(span.GetTagItem("pool.name")))
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(own);
        await pool.ExecuteAnonymousAsync("ping");

        Activity.Current.ShouldBeNull();
        Activity seen = spans.ShouldHaveSingleItem();
        seen.Recorded.ShouldBeTrue();
        seen.ParentId.ShouldBeNull();
    }

    [IsolatedTest]
    public async Task Passes_and_waits_for_its_log(TestEnvironment env, ILogger<ObservabilitySpecimens> logger)
    {
        Task<CapturedLog> waiting = env.Telemetry.WaitForLogAsync(l => "late".Equals(l["text"]));
        waiting.IsCompleted.ShouldBeFalse();
        await Task.Run(() => LogOrder(logger, 1, "late"));
        (await waiting).Message.ShouldBe("Order 1: late");
    }

    [IsolatedTest]
    public async Task Passes_and_is_dumped_while_a_call_hangs(TestEnvironment env, SessionPool pool, WorkerScript script)
    {
        using CancellationTokenSource stop = new();
        script.Delay("ping", TimeSpan.FromMinutes(1));
        Task<CommandResult> call = pool.ExecuteAsync("s", "ping", cancellationToken: stop.Token).AsTask();
        string text = TestDiagnostics.Capture(env);
        text.ShouldContain("pool.execute ping");
        text.ShouldContain($"Pool {pool.Name}: Running, size 1: 0 initializing, 0 ready, 1 busy");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Performance(Clients = 2, DurationMs = 50, Warmup = 0)]
    public async Task Passes_and_traces_no_load(TestEnvironment env, SessionPool pool)
    {
        await pool.ExecuteAnonymousAsync("ping");
        env.Telemetry.Activities.ShouldBeEmpty();
        env.Telemetry.PoolEvents.ShouldBeEmpty();
        env.Telemetry.Measurements.ShouldContain(m => m.Instrument == "pool.checkouts");
    }

    [LoggerMessage(7, LogLevel.Information, "Order {order}: {text}")]
    private static partial void LogOrder(ILogger logger, int order, string text);

    [LoggerMessage(8, LogLevel.Error, "Trouble with order {order}: {text}")]
    private static partial void LogTrouble(ILogger logger, int order, string text);
}
