using Pool.Runtime;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.SystemTests.Workers;

/// <summary>Workers that are killed under load, again and again. Alone in its process, whose descriptors it counts.</summary>
[NonParallelizable]
internal sealed class CrashStormTests
{
    private const int Workers = 8;
    private const int Cycles = 30;
    private const int KilledPerCycle = 2;
    private const int Killed = Cycles * KilledPerCycle;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    [CancelAfter(120_000)]
    public async Task Given_load_when_two_of_eight_workers_are_killed_thirty_times_then_the_pool_is_whole_each_time_and_its_counts_add_up(CancellationToken patience)
    {
        using var folder = new StormFolder();
        await (await StartAsync(folder, 1)).DisposeAsync();
        var descriptors = Descriptors();
        var pool = await StartAsync(folder, Workers);
        var random = new Random(7);
        using var over = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 16).Select(client => new StormClient(pool, folder, client)).ToList();
        var running = clients.ConvertAll(client => Task.Run(() => client.RunAsync(over.Token), patience));
        var killed = new HashSet<string>(StringComparer.Ordinal);

        for (var cycle = 0; cycle < Cycles; cycle++)
            await KillAsync(pool, clients, random, killed, patience);

        await over.CancelAsync();
        var calls = (await Task.WhenAll(running)).SelectMany(done => done).ToList();
        await TestContext.Out.WriteLineAsync($"{calls.Count} calls, {calls.Count(call => call.Error is not null)} of them lost, {pool.GetStats().Counters.Recovered} recovered.");
        calls.Where(call => call.Error is not null).ShouldNotBeEmpty("The storm has hit nothing.");
        calls.Where(call => call.Error is not null && !MayFail(call, killed)).Select(call => $"{call.Command} {call.Id}: {call.Error}").ShouldBeEmpty();
        // What is in flight on a worker is one command.
        calls.Where(call => call.Error is not null).GroupBy(call => ((WorkerLostException)call.Error!).WorkerId).ShouldAllBe(lost => lost.Count() == 1);
        EffectsShouldHaveHappened(calls, folder);

        var stats = pool.GetStats();
        var counters = stats.Counters;
        (counters.Successes, counters.Errors, counters.Cancellations).ShouldBe((calls.Count(call => call.Error is null), calls.Count(call => call.Error is not null), 0));
        (counters.Losses, counters.Restarts, counters.Starts, counters.StartFailures).ShouldBe((Killed, Killed, Workers + Killed, 0));
        (counters.Checkouts - counters.Checkins, stats.QueueDepth, stats.Ready).ShouldBe((0, 0, Workers));
        await pool.DisposeAsync();
        Descriptors().Except(descriptors).ShouldBeEmpty();
    }

    private static async Task KillAsync(SessionPool pool, List<StormClient> clients, Random random, HashSet<string> killed, CancellationToken patience)
    {
        await using var events = pool.ObserveAsync(patience).GetAsyncEnumerator(patience);
        var alive = pool.GetStats().Workers.Where(worker => worker.State is WorkerState.Ready or WorkerState.Busy).ToArray();
        alive.Length.ShouldBe(Workers);
        random.Shuffle(alive);
        var victims = alive[..KilledPerCycle];
        foreach (var victim in victims)
        {
            killed.Add(victim.WorkerId);
            OperatingSystemProcess.Kill(victim.ProcessId!.Value);
        }

        // Workers are there again sooner than calls end. Each call ends before the next kill, so that none is hit in one after the other.
        var calls = Task.WhenAll(clients.Select(client => client.NextCall));
        var ended = victims.Select(victim => victim.WorkerId).ToHashSet(StringComparer.Ordinal);
        while (ended.Count > 0 && await events.MoveNextAsync())
        {
            if (events.Current is PoolEvent.WorkerMoved { To: WorkerState.Terminated } end)
                ended.Remove(end.WorkerId);
        }

        await calls.WaitAsync(patience);
        await pool.WaitUntilReadyAsync(Workers, Patience, patience);
        victims.ShouldAllBe(victim => !OperatingSystemProcess.IsAlive(victim.ProcessId!.Value));
    }

    // A query is made again; an effect that may have happened is not, and its caller is told.
    private static bool MayFail(StormCall call, HashSet<string> killed) =>
        call is { Command: StormFolder.Act, Error: WorkerLostException { RequestFate: RequestFate.Sent, WorkerId: { } worker } } && killed.Contains(worker);

    private static void EffectsShouldHaveHappened(IReadOnlyList<StormCall> calls, StormFolder folder)
    {
        var acts = calls.Where(call => call.Command == StormFolder.Act).ToList();
        var effects = folder.ReadEffects();
        effects.ShouldBeUnique();
        acts.Where(act => act.Error is null).Select(act => act.Id).Except(effects).ShouldBeEmpty();
        effects.Except(acts.Select(act => act.Id)).ShouldBeEmpty();
    }

    // Pipes, sockets and the like; the runtime opens files, assemblies most of them, when it needs them.
    private static IReadOnlyList<string> Descriptors() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(each => new FileInfo(each).LinkTarget).OfType<string>().Where(each => !each.StartsWith('/')).Order()];

    private static Task<SessionPool> StartAsync(StormFolder folder, int workers) => SessionPool.StartAsync(
        new PoolOptions
        {
            Name = "storm",
            Size = workers,
            StartTimeout = Patience,
            QueueTimeout = Patience,
            CommandTimeout = Patience,
            MaxRestarts = 10 * Killed,
            // No command is to blame for the storm, and one in a few hundred queries is hit three times in a row.
            MaxKillsPerCommand = 0,
        },
        folder.Adapter()).AsTask();
}
