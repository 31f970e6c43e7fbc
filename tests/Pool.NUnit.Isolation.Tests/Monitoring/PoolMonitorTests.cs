using Pool.NUnit.Isolation.Monitoring;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Tests.Monitoring;

internal sealed class PoolMonitorTests
{
    [Test]
    public async Task Counts_are_those_between_start_and_stop()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        using PoolMonitor monitor = new(pool.Pool, TimeProvider.System);
        await pool.Pool.ExecuteAnonymousAsync("ping");
        PoolMonitorReport report = await monitor.WatchAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => pool.Pool.ExecuteAnonymousAsync("ping").AsTask()));
            await Should.ThrowAsync<Exception>(pool.Pool.ExecuteAnonymousAsync("fail").AsTask());
            await pool.Faults.WaitForRecoveryAsync(await pool.Faults.CrashAsync(), TimeSpan.FromSeconds(10));
        });
        await pool.Pool.ExecuteAnonymousAsync("ping");
        report.Successes.ShouldBe(10);
        report.Errors.ShouldBe(1);
        report.Checkouts.ShouldBe(11);
        report.Checkins.ShouldBe(11);
        report.Restarts.ShouldBe(1);
        report.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        monitor.Stop().ShouldBe(report);
    }

    [Test]
    public async Task Depth_of_the_queue_is_the_greatest_there_was()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        using PoolMonitor monitor = new(pool.Pool, TimeProvider.System);
        TaskCompletionSource release = new();
        pool.Script.OnAsync("echo", async (_, _) =>
        {
            await release.Task;
            return Runtime.Adapters.InProcessReply.Success(null);
        });
        monitor.Start();
        monitor.Start();
        Task<CommandResult>[] calls = [.. Enumerable.Range(0, 5).Select(_ => pool.Pool.ExecuteAnonymousAsync("echo").AsTask())];
        release.SetResult();
        await Task.WhenAll(calls);
        monitor.Stop().MaxQueueDepth.ShouldBe(4);
    }

    [Test]
    public async Task Exception_of_the_work_passes_and_the_count_has_ended()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        using PoolMonitor monitor = new(pool.Pool, TimeProvider.System);
        await Should.ThrowAsync<InvalidOperationException>(monitor.WatchAsync(static () => throw new InvalidOperationException()));
        await pool.Pool.ExecuteAnonymousAsync("ping");
        monitor.Stop().Checkouts.ShouldBe(0);
    }

    [Test]
    public async Task Stop_before_start_is_refused()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(size: 1);
        using PoolMonitor monitor = new(pool.Pool, TimeProvider.System);
        Should.Throw<InvalidOperationException>(monitor.Stop);
    }
}
