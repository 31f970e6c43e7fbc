using Pool.NUnit.Isolation.Determinism;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Load;
using Pool.Reporting.Records;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Real processes. All pass on Linux.</summary>
[Platform("Linux")]
internal sealed class FullLayerSpecimens
{
    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0)]
    public async Task Session_survives_a_real_crash(TestEnvironment env, SessionPool pool, FaultInjector faults)
    {
        await pool.ExecuteAsync("s", "append", new { value = 42 });
        InjectedFault crash = await faults.CrashAsync(FaultTarget.Session("s"));
        crash.Evidence.Evidence.ShouldBe(EvidenceKind.Real);
        crash.Evidence.Signal.ShouldBe("SIGKILL");
        crash.Evidence.ExitStatus.ShouldBe(128 + 9);
        Directory.Exists($"/proc/{crash.Evidence.ProcessId}").ShouldBeFalse();
        await faults.WaitForRecoveryAsync(crash, TimeSpan.FromSeconds(10));
        CommandResult total = await pool.ExecuteAsync("s", "total");
        total.Value.GetProperty("total").GetInt32().ShouldBe(42);
        pool.GetStats().Counters.Restarts.ShouldBe(1);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1, MaxOverflow = 0)]
    public async Task Suspended_worker_resumes(TestEnvironment env, SessionPool pool, FaultInjector faults)
    {
        InjectedFault hang = await faults.HangAsync();
        await File.WriteAllTextAsync(Path.Combine(env.TempDirectory, "kept"), "x");
        Task<CommandResult> call = pool.ExecuteAnonymousAsync("ping").AsTask();
        StateOf(hang.Evidence.ProcessId!.Value).ShouldBe('T');
        hang.Dispose();
        (await call).Value.GetProperty("status").GetString().ShouldBe("ok");
    }

    [Chaos(Fault.WorkerCrash, Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0, Count = 2, EveryMs = 300, RecoverWithinMs = 5000, MinSuccessRate = 0.5)]
    public async Task Survives_a_plan_of_crashes(SessionPool pool, FaultInjector faults)
    {
        for (int i = 0; !faults.PlanCompletion.IsCompleted; i++)
        {
            await pool.ExecuteAsync($"s{i % 3}", "ping");
        }
    }

    [Chaos(Fault.WorkerHang, Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0, HangMs = 100)]
    public async Task Survives_a_hang(SessionPool pool, FaultInjector faults)
    {
        await faults.PlanCompletion;
        await pool.ExecuteAnonymousAsync("ping");
    }

    [Performance(Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0, Clients = 4, DurationMs = 700, Warmup = 20, Thresholds = "errors < 20%; read.p50 < 1s; count > 10")]
    [Chaos(Fault.WorkerCrash, Count = 1)]
    public void Load_under_a_crash(LoadPlan plan, SessionPool pool) => plan
        .Operation("read", 70, async load => await pool.ExecuteAnonymousAsync("ping", cancellationToken: load.CancellationToken))
        .Operation("write", 30, async load => await pool.ExecuteAsync($"c{load.Client}", "append", new { value = 1 }, cancellationToken: load.CancellationToken));

    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Cascade_and_herd(SessionPool pool, FaultScenarios scenarios)
    {
        IReadOnlyList<InjectedFault> crashes = await scenarios.CascadeAsync(2, TimeSpan.Zero);
        crashes.Select(c => c.WorkerId).Distinct().Count().ShouldBe(2);
        StartTogetherResult herd = await scenarios.ThunderingHerdAsync(20, TimeSpan.FromSeconds(10));
        herd.ThrowUnlessAllSucceeded();
        pool.GetStats().Sessions.ShouldBe(0);
    }

    private static char StateOf(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }
}
