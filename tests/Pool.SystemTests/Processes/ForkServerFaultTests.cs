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

    private static int TemplateOf(SessionPool pool)
    {
        var worker = pool.GetStats().Workers.First(worker => worker.ProcessId is not null).ProcessId!.Value;
        var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{worker}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<SessionPool> StartAsync(ProcessAdapterOptions options, int size = 1, WorkerHost? host = null, TimeSpan? startTimeout = null) => await SessionPool.StartAsync(
        new PoolOptions { Size = size, StartTimeout = startTimeout ?? TimeSpan.FromSeconds(30) }, new ProcessAdapter(options, host), new SessionPoolServices { LoggerFactory = _logs.Factory });
}
