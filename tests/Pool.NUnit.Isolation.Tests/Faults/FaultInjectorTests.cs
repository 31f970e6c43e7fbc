using Pool.NUnit.Isolation.Faults;
using Pool.Reporting.Records;
using Pool.Runtime;
using Pool.Runtime.Errors;

namespace Pool.NUnit.Isolation.Tests.Faults;

internal sealed class FaultInjectorTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Crash_of_a_scripted_worker_is_virtual_and_seen([Values] bool framed)
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(framed: framed);
        InjectedFault crash = await pool.Faults.CrashAsync();
        crash.Evidence.Evidence.ShouldBe(EvidenceKind.Virtual);
        crash.Evidence.ProcessId.ShouldBeNull();
        crash.Evidence.Signal.ShouldBeNull();
        crash.Evidence.ObservedDeadMs.ShouldNotBeNull();
        pool.Pool.GetStats().Workers.ShouldNotContain(w => w.WorkerId == crash.WorkerId);
        TimeSpan took = await pool.Faults.WaitForRecoveryAsync(crash, Long);
        crash.Evidence.RecoveredMs.ShouldBe(took.TotalMilliseconds);
        pool.Pool.GetStats().Workers.Count.ShouldBe(2);
        pool.Faults.Injected.ShouldBe([crash]);
    }

    [Test]
    public async Task Each_target_means_its_worker()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 4);
        await pool.Pool.ExecuteAsync("mine", "ping");
        string[] ids = [.. pool.Pool.GetStats().Workers.Select(static w => w.WorkerId)];
        string ofSession = pool.Pool.FindSessionWorker("mine")!.WorkerId;
        string byId = ids.First(id => id != ofSession);
        (await pool.Faults.CrashAsync(FaultTarget.Session("mine"))).WorkerId.ShouldBe(ofSession);
        (await pool.Faults.CrashAsync(FaultTarget.Worker(byId))).WorkerId.ShouldBe(byId);
        string oldest = TargetSelector.Live(pool.Pool.GetStats()).First().WorkerId;
        (await pool.Faults.CrashAsync(FaultTarget.Index(0))).WorkerId.ShouldBe(oldest);
    }

    [Test]
    public async Task Target_without_a_worker_is_refused_with_those_there_are()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        string id = pool.Pool.GetStats().Workers[0].WorkerId;
        FaultTarget[] missing = [FaultTarget.Worker("ghost"), FaultTarget.Index(2), FaultTarget.Session("unknown")];
        foreach (FaultTarget target in missing)
        {
            FaultTargetException error = await Should.ThrowAsync<FaultTargetException>(pool.Faults.CrashAsync(target));
            error.Message.ShouldContain(id);
        }

        pool.Faults.Injected.ShouldBeEmpty();
    }

    [Test]
    public async Task Hanging_worker_answers_nothing_until_released()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        InjectedFault hang = await pool.Faults.HangAsync();
        Task<CommandResult> call = pool.Pool.ExecuteAnonymousAsync("ping").AsTask();
        await Should.ThrowAsync<TimeoutException>(call.WaitAsync(TimeSpan.FromMilliseconds(50)));
        hang.Dispose();
        await call.WaitAsync(Long);
        (await pool.Faults.WaitForRecoveryAsync(hang, Long)).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Test]
    public async Task Hangs_end_with_the_injector()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        await pool.Faults.HangAsync();
        Task<CommandResult> call = pool.Pool.ExecuteAnonymousAsync("ping").AsTask();
        await pool.Faults.DisposeAsync();
        await call.WaitAsync(Long);
    }

    [Test]
    public async Task Cascade_kills_different_workers_and_none_when_asked_for_none()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 3);
        (await pool.Scenarios.CascadeAsync(0, TimeSpan.Zero)).ShouldBeEmpty();
        IReadOnlyList<InjectedFault> crashes = await pool.Scenarios.CascadeAsync(3, TimeSpan.FromMilliseconds(1));
        crashes.Select(static c => c.WorkerId).Distinct().Count().ShouldBe(3);
        await Should.ThrowAsync<FaultTargetException>(pool.Scenarios.CascadeAsync(99, TimeSpan.Zero));
    }

    [Test]
    public async Task Herd_tells_each_callers_outcome_and_leaves_no_session()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1, options: new PoolOptions { MaxQueue = 0 });
        pool.Script.Delay("ping", TimeSpan.FromMilliseconds(300));
        var herd = await pool.Scenarios.ThunderingHerdAsync(8, Long);
        herd.Operations.Count(static o => o.Outcome == Isolation.Determinism.OperationOutcome.Succeeded).ShouldBeGreaterThanOrEqualTo(1);
        herd.Operations.Where(static o => o.Error is not null).ShouldNotBeEmpty();
        herd.Operations.Where(static o => o.Error is not null).ShouldAllBe(static o => o.Error is PoolSaturatedException);
        pool.Pool.GetStats().Sessions.ShouldBe(0);
    }
}
