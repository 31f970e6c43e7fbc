using System.Globalization;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

/// <summary>A host that is stopped and goes on: three seconds, or as many as <c>POOL_STOP_SECONDS</c> says; <c>./build.sh orphans</c> tries a minute.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoppedHostTests : IDisposable
{
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("POOL_STOP_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    private readonly string _folder = Directory.CreateTempSubdirectory("pool-stopped-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    [CancelAfter(180_000)]
    public async Task Workers_of_a_stopped_host_are_there_when_it_goes_on([Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode, CancellationToken patience)
    {
        var mark = ProcessWorker.NewMark();
        string[] plan = [Path.Combine(_folder, "hosts"), WorkerPrograms.Python.Path, mode.ToString(), nameof(OrphanGuard.ProcessNamespace), "Idle", mark];
        using var host = KilledHost.Start(plan, mark);
        try
        {
            (await host.StandardOutput.ReadLineAsync(patience)).ShouldBe("starting");
            var workers = (await host.StandardOutput.ReadLineAsync(patience)).ShouldNotBeNull().Split(' ')[1..].Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();

            OperatingSystemProcess.Suspend(host.Id);
            await Task.Delay(Stop, TimeProvider.System, patience);
            OperatingSystemProcess.Resume(host.Id);

            for (var call = 0; call < 6; call++)
            {
                await host.StandardInput.WriteLineAsync("call");
                (await host.StandardOutput.ReadLineAsync(patience)).ShouldBeOneOf("served pool-w1", "served pool-w2", "served pool-w3");
            }

            workers.Count.ShouldBe(3);
            workers.ShouldAllBe(worker => OperatingSystemProcess.IsAlive(worker));
        }
        finally
        {
            host.Kill();
        }

        await ProcessWorker.ShouldAllEndAsync(mark, TimeSpan.FromSeconds(5));
    }
}
