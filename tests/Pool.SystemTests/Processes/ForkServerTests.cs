using System.Text.Json;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ForkServerTests : IDisposable
{
    private readonly RecordingLogs _logs = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pool-fork-").FullName;

    public void Dispose()
    {
        _logs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(StartMode.ForkServer, 1)]
    [TestCase(StartMode.Auto, 1)]
    [TestCase(StartMode.Spawn, 4)]
    public async Task Module_is_imported_once_for_all_workers_of_a_template_and_once_for_each_that_is_spawned(StartMode mode, int imports)
    {
        var file = Path.Combine(_folder, "imports");
        await using var pool = await StartAsync(ProcessWorker.Options(mode, ("IMPORTS", file)), size: 4);

        (await File.ReadAllLinesAsync(file)).Length.ShouldBe(imports);
        pool.GetStats().Workers.Select(worker => worker.ProcessId.ShouldNotBeNull()).ShouldBeUnique();
        pool.GetStats().Workers.ShouldAllBe(worker => OperatingSystemProcess.IsAlive(worker.ProcessId!.Value));
        _logs.Of(6004).ShouldBeEmpty();
    }

    [TestCase(StartMode.ForkServer, 1)]
    [TestCase(StartMode.Spawn, 4)]
    public async Task Preload_runs_once_in_a_template_and_the_start_hook_in_every_worker_whose_log_is_heard(StartMode mode, int preloads)
    {
        var (preloaded, started) = (Path.Combine(_folder, "preloads"), Path.Combine(_folder, "starts"));
        await using var pool = await StartAsync(ProcessWorker.Options(mode, ("PRELOADS", preloaded), ("STARTS", started)), size: 4);

        (await File.ReadAllLinesAsync(preloaded)).Length.ShouldBe(preloads);
        (await File.ReadAllLinesAsync(started)).Length.ShouldBe(4);
        await pool.DisposeAsync();
        _logs.Of(2009).Count.ShouldBe(4);
    }

    [Test]
    public async Task Worker_sees_nothing_of_what_a_sibling_has_changed_whenever_it_is_forked()
    {
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), size: 2);
        var file = Path.Combine(_folder, "opened");
        await using (var first = await pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            await first.ExecuteAsync("change", new { value = "changed", path = file });
            (await LookAsync(first)).GetProperty("value").GetString().ShouldBe("changed");
            await using var sibling = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
            ShouldBeFresh(await LookAsync(sibling), file);
        }

        await pool.ResizeAsync(6);

        var seeds = new List<double>();
        var leases = new List<WorkerLease>();
        for (var i = 0; i < 6; i++)
            leases.Add(await pool.CheckoutAsync(CheckoutRequest.Anonymous));
        foreach (var lease in leases)
        {
            var look = await LookAsync(lease);
            seeds.Add(look.GetProperty("random").GetDouble());
            if (look.GetProperty("value").GetString() != "changed")
                ShouldBeFresh(look, file);
            await lease.DisposeAsync();
        }

        seeds.ShouldBeUnique();
    }

    [Test]
    public async Task Pools_with_one_host_share_a_template_and_pools_of_another_program_do_not()
    {
        await using var host = new WorkerHost();
        await using var first = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), host: host);
        await using var second = await StartAsync(ProcessWorker.Options(StartMode.ForkServer, ("POOL_MINE", "1")), host: host);
        await using var other = await StartAsync(ProcessWorker.Options(StartMode.ForkServer, ("MINE", "1")), host: host);

        var parents = new[] { ParentOf(first), ParentOf(second), ParentOf(other) };

        parents[1].ShouldBe(parents[0]);
        parents[2].ShouldNotBe(parents[0]);
        var variables = (await second.ExecuteAnonymousAsync("variables", new { names = new[] { "POOL_MINE", "POOL_WORKER_ID" } })).Value;
        variables.GetProperty("own")[0].GetString().ShouldBe("1");
        variables.GetProperty("child").GetRawText().ShouldBe(variables.GetProperty("own").GetRawText());
    }

    [Test]
    public async Task Host_that_is_disposed_of_leaves_no_process_and_no_folder()
    {
        var mark = ProcessWorker.NewMark();
        var folder = Path.Combine(_folder, "hosts");
        var host = new WorkerHost(new WorkerHostOptions { Directory = folder });
        var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer, ("MARK", mark)), host: host);
        ProcessWorker.Marked(mark).Count.ShouldBeGreaterThanOrEqualTo(2);
        Directory.GetDirectories(folder).ShouldHaveSingleItem();

        await pool.DisposeAsync();
        await host.DisposeAsync();

        ProcessWorker.Marked(mark).ShouldBeEmpty();
        Directory.GetDirectories(folder).ShouldBeEmpty();
    }

    [Test]
    public async Task End_of_a_worker_is_told_as_it_was()
    {
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), size: 2);

        var exited = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("exit_with", new { code = 7 }));
        exited.Message.ShouldContain("exit status 7");

        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = lease.ExecuteAsync("wait", new { seconds = 60 }).AsTask();
        OperatingSystemProcess.Kill(pool.GetStats().Workers.Single(worker => worker.WorkerId == lease.WorkerId).ProcessId!.Value);
        (await Should.ThrowAsync<WorkerLostException>(waiting)).Message.ShouldContain("killed by SIGKILL");
    }

    [Test]
    public async Task Pool_outlives_its_template()
    {
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), size: 3);
        var before = pool.GetStats().Workers.Select(worker => worker.ProcessId!.Value).ToList();
        var template = ParentOf(pool);

        OperatingSystemProcess.Kill(template);

        foreach (var worker in before)
            await OperatingSystemProcess.ShouldEndAsync(worker, TimeSpan.FromSeconds(5));
        await pool.WaitUntilReadyAsync(3, TimeSpan.FromSeconds(20));
        await foreach (var _ in Losses(pool, 3))
        {
        }

        await pool.WaitUntilReadyAsync(3, TimeSpan.FromSeconds(20));
        (await pool.ExecuteAnonymousAsync("look")).Value.GetProperty("value").GetString().ShouldBe("as imported");
        ParentOf(pool).ShouldNotBe(template);
    }

    [Test]
    public async Task Module_that_starts_a_thread_is_not_forked_and_the_log_says_why()
    {
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.Auto, ("THREAD_AT_IMPORT", "1")), size: 2);

        (await pool.ExecuteAnonymousAsync("look")).Value.GetProperty("threads").GetInt32().ShouldBeGreaterThan(1);
        _logs.Of(6004).ShouldHaveSingleItem().ShouldContain("has started 1 threads, which a fork would not copy; start them in a function marked @worker.on_start");
    }

    [Test]
    public async Task Module_that_must_be_forked_and_cannot_be_does_not_start()
    {
        var error = await Should.ThrowAsync<WorkerStartException>(async () => await StartAsync(ProcessWorker.Options(StartMode.ForkServer, ("THREAD_AT_IMPORT", "1"))));

        error.Message.ShouldContain("has started 1 threads");
        error.Message.ShouldContain("Let StartMode be Auto");
    }

    [Test]
    public async Task Program_that_is_no_python_worker_cannot_be_forked()
    {
        var options = WorkerProgram.DotNet.Options() with { StartMode = StartMode.ForkServer };

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await StartAsync(options));

        error.Message.ShouldContain("is no Python worker");
    }

    [TestCase(StartMode.Auto)]
    [TestCase(StartMode.ForkServer)]
    public async Task Module_that_cannot_be_imported_says_so_as_if_it_were_spawned(StartMode mode)
    {
        var error = await Should.ThrowAsync<WorkerStartException>(async () => await StartAsync(ProcessWorker.Options(mode, ("FAIL_AT_IMPORT", "1"))));

        error.Message.ShouldContain("this module cannot be imported");
    }

    private static IAsyncEnumerable<PoolEvent> Losses(SessionPool pool, int losses) =>
        pool.GetStats().Counters.Losses >= losses ? AsyncEnumerable.Empty<PoolEvent>() : pool.ObserveAsync().TakeWhile(_ => pool.GetStats().Counters.Losses < losses);

    private static void ShouldBeFresh(JsonElement look, string file)
    {
        look.GetProperty("value").GetString().ShouldBe("as imported");
        look.GetProperty("changed").ValueKind.ShouldBe(JsonValueKind.Null);
        look.GetProperty("cwd").GetString().ShouldBe(Directory.GetCurrentDirectory());
        look.GetProperty("files").EnumerateArray().Select(path => path.GetString()).ShouldNotContain(file);
    }

    private static async Task<JsonElement> LookAsync(WorkerLease lease) => (await lease.ExecuteAsync("look")).Value;

    private static int ParentOf(SessionPool pool)
    {
        var worker = pool.GetStats().Workers.First(worker => worker.ProcessId is not null).ProcessId!.Value;
        var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{worker}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<SessionPool> StartAsync(ProcessAdapterOptions options, int size = 1, WorkerHost? host = null) => await SessionPool.StartAsync(
        new PoolOptions { Size = size }, new ProcessAdapter(options, host), new SessionPoolServices { LoggerFactory = _logs.Factory });
}
