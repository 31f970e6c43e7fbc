using System.Globalization;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.SystemTests.Processes;

/// <summary>
/// Hosts that are killed at seeded moments, and what is left of them. Ten moments of each kind of host, or as many as
/// <c>POOL_ORPHAN_MOMENTS</c> says in all; <c>./build.sh orphans</c> tries 200. Needs a machine that allows namespaces.
/// </summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KilledHostMomentsTests : IDisposable
{
    private const string MomentsVariable = "POOL_ORPHAN_MOMENTS";
    private const int Kinds = 4;

    private static readonly string[] States = ["Idle", "Starting", "Busy", "Stopped", "StoppedWithParents", "WithGrandchildren"];
    private static readonly int Moments = int.Parse(Environment.GetEnvironmentVariable(MomentsVariable) ?? "40", CultureInfo.InvariantCulture) / Kinds;

    private readonly string _folder = Directory.CreateTempSubdirectory("pool-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    [CancelAfter(1_200_000)]
    public async Task Nothing_is_left_a_second_after_a_host_was_killed_where_namespaces_are_allowed(
        [Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode, CancellationToken patience)
    {
        var random = new Random(7);
        for (var moment = 0; moment < Moments; moment++)
        {
            var state = States[moment % States.Length];
            var killed = await KilledHost.RunAsync(Folder, mode, OrphanGuard.ProcessNamespace, state, random, patience);

            await killed.ShouldLeaveAsync(nobody: _ => true, $"moment {moment}, {state}");
        }
    }

    [Test]
    [CancelAfter(1_200_000)]
    public async Task No_worker_is_left_a_second_after_a_host_was_killed_and_nothing_of_it_after_the_next_start_where_they_are_not(
        [Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode, CancellationToken patience)
    {
        var random = new Random(7);
        for (var moment = 0; moment < Moments; moment++)
        {
            var state = States[moment % States.Length];
            var killed = await KilledHost.RunAsync(Folder, mode, OrphanGuard.ParentDeathSignal, state, random, patience);

            await killed.ShouldLeaveAsync(nobody: killed.IsWorker, $"moment {moment}, {state}");
            await StartNextAsync(patience);
            // A spawned worker's daemon that has thrown its environment away carries no tag, so nobody may touch it.
            await killed.ShouldLeaveAsync(nobody: process => mode == StartMode.ForkServer || killed.HasTag(process), $"moment {moment}, {state}, next start");
            killed.KillRest();
        }
    }

    private string Folder => Path.Combine(_folder, "hosts");

    private async Task StartNextAsync(CancellationToken patience)
    {
        await using var host = new WorkerHost(new WorkerHostOptions { Directory = Folder, HighestGuard = OrphanGuard.EndOfInput });
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessWorker.Options(StartMode.Spawn), host), patience);
    }
}
