namespace Quickstart;

/// <summary>Workers are killed and stopped for real, by signals, while the test goes on.</summary>
internal sealed class ChaosTests
{
    [Chaos(Fault.WorkerCrash, Layer = TestLayer.Full, Count = 3, EveryMs = 300, RecoverWithinMs = 20_000, MinSuccessRate = 0.95)]
    public async Task Calls_go_on_while_workers_are_killed(SessionPool pool, FaultInjector faults)
    {
        for (var i = 0; !faults.PlanCompletion.IsCompleted; i++)
        {
            var echo = await pool.ExecuteAsync($"session-{i % 10}", "echo", new { i });
            echo.Value.GetProperty("i").GetInt32().ShouldBe(i);
        }
    }

    [Chaos(Fault.WorkerHang, Layer = TestLayer.Full, HangMs = 300, RecoverWithinMs = 20_000)]
    public async Task Stopped_worker_holds_up_nobody_but_its_own_caller(SessionPool pool, FaultInjector faults)
    {
        while (!faults.PlanCompletion.IsCompleted)
            await pool.ExecuteAnonymousAsync("ping");
    }

    [Chaos(Fault.WorkerCrash, Layer = TestLayer.Bridge, RecoverWithinMs = 20_000)]
    public async Task Virtual_worker_is_replaced_as_a_real_one_is(SessionPool pool, FaultInjector faults)
    {
        await faults.PlanCompletion;

        (await pool.ExecuteAnonymousAsync("ping")).Value.GetProperty("status").GetString().ShouldBe("ok");
    }
}
