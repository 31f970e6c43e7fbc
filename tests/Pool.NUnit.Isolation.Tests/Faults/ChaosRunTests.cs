using Pool.NUnit.Isolation.Faults;

namespace Pool.NUnit.Isolation.Tests.Faults;

internal sealed class ChaosRunTests
{
    private static readonly ChaosPlan OneCrash = new(Fault.WorkerCrash, 1, TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(10), 0);

    [Test]
    public async Task Plan_that_struck_and_recovered_has_no_failure()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { Count = 3, MinSuccessRate = 0.5 }, async () =>
        {
            await pool.Pool.ExecuteAnonymousAsync("ping");
            await pool.Faults.PlanCompletion;
        });
        outcome.Failures.ShouldBeEmpty();
        outcome.Summary.Fired.ShouldBe(3);
        outcome.Summary.Calls.ShouldBe(1);
        outcome.Summary.SuccessRate.ShouldBe(1);
        pool.Faults.Injected.ShouldAllBe(static f => f.Evidence.RecoveredMs != null);
    }

    [Test]
    public async Task Fault_that_was_not_due_when_the_body_ended_fails_the_test()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { Count = 2, Every = TimeSpan.FromHours(1) }, static () => Task.CompletedTask);
        outcome.Failures.ShouldHaveSingleItem().ShouldStartWith("1 of 2 planned faults struck");
        outcome.Summary.Planned.ShouldBe(2);
    }

    [Test]
    public async Task Fault_that_could_not_be_injected_is_the_only_reason_given()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        using ChaosRun run = new(OneCrash, pool.Pool, pool.Faults, TimeProvider.System);
        run.Start(new CancellationToken(canceled: true));
        await pool.Faults.PlanCompletion;
        ChaosOutcome outcome = await run.FinishAsync(default);
        outcome.Failures.ShouldHaveSingleItem().ShouldStartWith("Fault 1 of 1 (WorkerCrash) could not be injected");
    }

    [Test]
    public async Task Share_of_calls_below_the_least_fails_the_test()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { MinSuccessRate = 0.9 }, async () =>
        {
            await pool.Faults.PlanCompletion;
            await pool.Pool.ExecuteAnonymousAsync("ping");
            await Should.ThrowAsync<Exception>(pool.Pool.ExecuteAnonymousAsync("fail").AsTask());
        });
        outcome.Failures.ShouldHaveSingleItem().ShouldStartWith("1 of 2 pool calls succeeded");
    }

    [Test]
    public async Task No_call_at_all_fails_the_test_that_asked_for_a_share()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { MinSuccessRate = 0.1 }, () => pool.Faults.PlanCompletion);
        outcome.Failures.ShouldHaveSingleItem().ShouldContain("no call of the test's pool");
        outcome.Summary.SuccessRate.ShouldBeNull();
    }

    [Test]
    public async Task Recovery_that_takes_longer_than_allowed_fails_with_how_long_it_took()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { RecoverWithin = TimeSpan.FromTicks(1) }, () => pool.Faults.PlanCompletion);
        outcome.Failures.ShouldHaveSingleItem().ShouldContain("allowed are 0 ms");
    }

    [Test]
    public async Task Hang_is_over_after_its_time()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        ChaosOutcome outcome = await RunAsync(pool, OneCrash with { Fault = Fault.WorkerHang }, async () =>
        {
            await pool.Faults.PlanCompletion;
            await pool.Pool.ExecuteAnonymousAsync("ping");
        });
        outcome.Failures.ShouldBeEmpty();
        pool.Faults.Injected.ShouldHaveSingleItem().Evidence.RecoveredMs!.Value.ShouldBeGreaterThanOrEqualTo(9);
    }

    [Test]
    public async Task Pool_that_is_not_at_full_strength_gets_no_fault()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        await pool.Pool.DisposeAsync();
        using ChaosRun run = new(OneCrash, pool.Pool, pool.Faults, TimeProvider.System);
        (await Should.ThrowAsync<AssertionException>(run.RequireSteadyStateAsync(default))).Message.ShouldStartWith("No fault was injected");
        pool.Faults.Injected.ShouldBeEmpty();
    }

    private static async Task<ChaosOutcome> RunAsync(ScriptedPool pool, ChaosPlan plan, Func<Task> body)
    {
        using ChaosRun run = new(plan, pool.Pool, pool.Faults, TimeProvider.System);
        await run.RequireSteadyStateAsync(default);
        run.Start(default);
        await body();
        return await run.FinishAsync(default);
    }
}
