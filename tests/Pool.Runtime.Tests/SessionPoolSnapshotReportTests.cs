namespace Pool.Runtime.Tests;

internal sealed class SessionPoolSnapshotReportTests
{
    [Test]
    public async Task Snapshot_that_was_taken_is_counted_published_and_logged()
    {
        using var log = new EntryLog();
        await using var scripted = await StartAsync(log);
        await using var events = scripted.Pool.ObserveAsync().GetAsyncEnumerator();
        var before = scripted.Pool.GetStats().Counters;
        var next = events.MoveNextAsync();

        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "b" });
        // The session's turn comes behind the snapshot.
        var worker = (await scripted.Pool.ExecuteAsync("s", "list")).WorkerId;

        while (await next && events.Current is not PoolEvent.SnapshotTaken)
            next = events.MoveNextAsync();
        var taken = events.Current.ShouldBeOfType<PoolEvent.SnapshotTaken>();
        (taken.SessionId, taken.WorkerId, taken.Bytes).ShouldBe(("s", worker, """["a","b"]""".Length));
        scripted.Pool.GetStats().Counters.Since(before).Snapshots.ShouldBe(1);
        (await log.FirstAsync(5002)).ShouldBe($"Session s of pool pool: its state was taken from worker {worker}, 9 bytes");
    }

    private static Task<ScriptedPool> StartAsync(EntryLog log) => ScriptedPool.StartAsync(
        new PoolOptions { Size = 1, SnapshotAfter = 2 },
        script: worker => worker.GivesSnapshots = true,
        services: given => given with { LoggerFactory = log });
}
