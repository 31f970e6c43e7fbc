using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

/// <summary>Templates that hang, die or are asked for too much, and hosts in unusual folders.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ForkServerFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RecordingLogs _logs = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pool-fault-").FullName;

    public void Dispose()
    {
        _logs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Host_is_disposed_of_while_a_template_hangs_in_its_import()
    {
        var mark = ProcessWorker.NewMark();
        await Should.ThrowAsync<WorkerStartException>(StartAsync(
            ProcessWorker.Options(StartMode.ForkServer, ("SLOW_IMPORT", "600"), ("MARK", mark)), startTimeout: TimeSpan.FromSeconds(1)).WaitAsync(Patience));

        await ProcessWorker.ShouldAllEndAsync(mark, TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Pool_is_disposed_of_while_its_template_is_stopped()
    {
        var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), size: 2);
        OperatingSystemProcess.Suspend(TemplateOf(pool));

        await pool.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Test]
    public async Task Template_that_is_stopped_is_replaced_and_its_pool_recovers()
    {
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), size: 2);
        var template = TemplateOf(pool);
        OperatingSystemProcess.Suspend(template);

        // It can't tell of this end, nor fork another.
        OperatingSystemProcess.Kill(pool.GetStats().Workers[0].ProcessId!.Value);
        await OperatingSystemProcess.ShouldEndAsync(template, TimeSpan.FromSeconds(60));

        (await pool.ExecuteAnonymousAsync("look", options: new() { Timeout = TimeSpan.FromSeconds(60) })).Value.GetProperty("value").GetString().ShouldBe("as imported");
        TemplateOf(pool).ShouldNotBe(template);
    }

    [TestCase(100_000)]
    [TestCase(5_000)]
    public async Task Variables_that_are_too_long_for_a_request_harm_no_other_worker_of_the_template(int length)
    {
        await using var host = new WorkerHost();
        await using var first = await StartAsync(ProcessWorker.Options(StartMode.ForkServer), host: host);
        var worker = first.GetStats().Workers[0].ProcessId!.Value;

        await using var second = await StartAsync(ProcessWorker.Options(StartMode.Auto, ("POOL_LONG", new string('x', length))), host: host);

        OperatingSystemProcess.IsAlive(worker).ShouldBeTrue();
        _logs.Of(6004).ShouldHaveSingleItem().ShouldContain("the variables of one worker, which are those that begin with POOL_, are longer than 4096 bytes");
    }

    [Test]
    public async Task Folder_of_hosts_may_be_relative()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(_folder, "hosts"));
        await using var host = new WorkerHost(new WorkerHostOptions { Directory = relative });
        await using var pool = await StartAsync(ProcessWorker.Options(StartMode.ForkServer) with { WorkingDirectory = "/usr/bin" }, host: host);

        (await pool.ExecuteAnonymousAsync("look")).Value.GetProperty("cwd").GetString().ShouldBe("/usr/bin");
    }

    private static int TemplateOf(SessionPool pool)
    {
        var worker = pool.GetStats().Workers.First(worker => worker.ProcessId is not null).ProcessId!.Value;
        var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{worker}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<SessionPool> StartAsync(ProcessAdapterOptions options, int size = 1, WorkerHost? host = null, TimeSpan? startTimeout = null) => await SessionPool.StartAsync(
        new PoolOptions { Size = size, StartTimeout = startTimeout ?? TimeSpan.FromSeconds(30) }, new ProcessAdapter(options, host), new SessionPoolServices { LoggerFactory = _logs.Factory });
}
