namespace Pool.Runtime.Tests;

/// <summary>What is told of a replay counts what was replayed, not what the session is made of.</summary>
internal sealed class SessionPoolReplayReportTests
{
    [Test]
    public async Task Worker_that_lacks_a_part_of_a_session_is_said_to_have_been_sent_that_part()
    {
        using var log = new EntryLog();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, IdleOrder = WorkerOrder.Lifo }, services: given => given with { LoggerFactory = log });
        var events = scripted.Pool.ObserveAsync();
        var home = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" })).WorkerId;
        var ofHome = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        ofHome.WorkerId.ShouldBe(home);
        var away = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "b" })).WorkerId;
        await using var ofAway = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await ofHome.DisposeAsync();

        (await scripted.Pool.ExecuteAsync("s", "list")).WorkerId.ShouldBe(home);

        var replays = await events.OfType<PoolEvent.SessionReplayed>().Take(2).ToListAsync();
        replays.Select(replayed => (replayed.WorkerId, replayed.Commands)).ShouldBe([(away, 1), (home, 1)]);
        await scripted.ReachAsync(_ => log.Of(5001).Count == 2);
        log.Of(5001).Select(entry => entry.Text).ShouldBe(
        [
            $"Session s of pool pool: 1 commands were replayed to worker {away}",
            $"Session s of pool pool: 1 commands were replayed to worker {home}",
        ]);
    }
}
