using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

/// <summary>What becomes of processes that a worker has started, while its host lives. Needs a machine that allows namespaces.</summary>
[Platform("Linux")]
internal sealed class OrphanGuardTests
{
    private static readonly string[] Ways = ["child", "daemon", "bare daemon", "forked daemon"];

    [TestCase(OrphanGuard.EndOfInput)]
    [TestCase(OrphanGuard.ParentDeathSignal)]
    [TestCase(OrphanGuard.ProcessNamespace)]
    public async Task Guard_that_is_in_force_is_told(OrphanGuard highest)
    {
        await using var host = new WorkerHost(new WorkerHostOptions { HighestGuard = highest });
        host.Guard.ShouldBeNull();
        using var logs = new RecordingLogs();
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessWorker.Options(StartMode.Spawn), host), new SessionPoolServices { LoggerFactory = logs.Factory });

        pool.GetStats().OrphanGuard.ShouldBe(highest);
        host.Guard.ShouldBe(highest);
        logs.Of(6001).ShouldHaveSingleItem().ShouldContain($"by {highest}: it is the highest wanted");
    }

    [Test]
    public async Task What_a_worker_has_started_ends_with_it_when_it_is_killed_and_when_it_leaves_in_good_order(
        [Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode,
        [Values(OrphanGuard.EndOfInput, OrphanGuard.ParentDeathSignal, OrphanGuard.ProcessNamespace)] OrphanGuard guard,
        [Values] bool isKilled)
    {
        var mark = ProcessWorker.NewMark();
        // Without a namespace a process that has thrown its environment away can be found only by a template, whose child it becomes.
        var ways = mode == StartMode.Spawn && guard != OrphanGuard.ProcessNamespace ? Ways.Where(way => way != "bare daemon") : Ways;
        await using var host = new WorkerHost(new WorkerHostOptions { HighestGuard = guard });
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessWorker.Options(mode, ("MARK", mark)), host));
        await using (var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            foreach (var way in ways)
                await lease.ExecuteAsync("leave", new { how = way, mark });
            ProcessWorker.Marked(mark).Count.ShouldBeGreaterThanOrEqualTo(ways.Count() + 1);
            if (isKilled)
                await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("exit_with", new { code = 0 }));
        }

        if (!isKilled)
            await pool.ClearAsync();
        await pool.DisposeAsync();

        await ProcessWorker.ShouldAllEndAsync("sleep\0" + mark, TimeSpan.FromSeconds(5));
        await host.DisposeAsync();
        await ProcessWorker.ShouldAllEndAsync(mark, TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Worker_that_kills_itself_in_a_namespace_or_is_killed_there_is_told_as_killed()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessWorker.Options(StartMode.Spawn)));
        pool.GetStats().OrphanGuard.ShouldBe(OrphanGuard.ProcessNamespace);
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = lease.ExecuteAsync("wait", new { seconds = 60 }).AsTask();

        OperatingSystemProcess.Kill(pool.GetStats().Workers[0].ProcessId!.Value);

        var error = await Should.ThrowAsync<WorkerLostException>(waiting);
        error.Message.ShouldContain("killed by SIGKILL");
        error.Message.ShouldNotContain("unshare");
    }
}
