using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Scripting;
using Pool.Reporting.Records;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Which layer a test runs at, and that the pool behaves alike at the in-process ones. All pass or are skipped.</summary>
internal sealed class LayerSpecimens
{
    [IsolatedTest]
    public async Task Names_no_layer(TestEnvironment env, SessionPool pool)
    {
        await pool.ExecuteAnonymousAsync("ping");
        TestContext.Progress.WriteLine($"layer={env.Layer}");
    }

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Names_mock(SessionPool pool) => await CrashAsync(pool);

    [IsolatedTest(Layer = TestLayer.Bridge)]
    public async Task Names_bridge(SessionPool pool) => await CrashAsync(pool);

    [IsolatedTest(Layer = TestLayer.Bridge)]
    public async Task Hang_is_virtual(SessionPool pool, FaultInjector faults)
    {
        InjectedFault hang = await faults.HangAsync(FaultTarget.Index(1));
        hang.Evidence.Evidence.ShouldBe(EvidenceKind.Virtual);
        hang.Evidence.ProcessId.ShouldBeNull();
        await pool.ExecuteAsync("s", "append", new { value = 1 }, new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(200) })
            .AsTask().ContinueWith(static call => call.IsFaulted, TaskScheduler.Default);
        hang.Dispose();
        await faults.WaitForRecoveryAsync(hang, TimeSpan.FromSeconds(5));
        await pool.ExecuteAnonymousAsync("ping");
    }

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Script_overrides_a_command(SessionPool pool, WorkerScript script)
    {
        script.On("ping", static _ => new { status = "scripted" });
        CommandResult result = await pool.ExecuteAnonymousAsync("ping");
        result.Value.GetProperty("status").GetString().ShouldBe("scripted");
        script.CrashNext("echo");
        // The layer's second is meant for one command; this call lives through a crash, a restart and a retry.
        ExecuteOptions patient = new() { Timeout = TimeSpan.FromSeconds(30) };
        CommandResult echo = await pool.ExecuteAnonymousAsync("echo", new { data = new byte[] { 1, 2 }, n = 1.50m }, patient);
        echo.Attempts.ShouldBe(2);
        echo.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe([1, 2]);
        echo.Value.GetProperty("n").GetRawText().ShouldBe("1.50");
    }

    private static async Task CrashAsync(SessionPool pool)
    {
        FaultInjector faults = (FaultInjector)TestEnvironment.Current!.Services.GetService(typeof(FaultInjector))!;
        await pool.ExecuteAsync("s", "append", new { value = 1 });
        InjectedFault crash = await faults.CrashAsync(FaultTarget.Session("s"));
        crash.Evidence.Evidence.ShouldBe(EvidenceKind.Virtual);
        await faults.WaitForRecoveryAsync(crash, TimeSpan.FromSeconds(5));
        CommandResult total = await pool.ExecuteAsync("s", "total");
        total.Value.GetProperty("total").GetInt32().ShouldBe(1);
    }
}
