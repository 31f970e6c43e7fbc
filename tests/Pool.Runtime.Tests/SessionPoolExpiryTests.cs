using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolExpiryTests(Transport transport)
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(10);

    private static readonly PoolOptions Options = new()
    {
        Size = 2,
        SessionTimeToLive = TimeToLive,
        CommandTimeout = TimeSpan.FromDays(1),
        QueueTimeout = TimeSpan.FromDays(1),
        HealthCheckInterval = TimeSpan.Zero,
    };

    [Test]
    public async Task Idle_session_ends_its_workers_are_told_and_its_next_call_begins_anew()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time, transport);
        var events = scripted.Pool.ObserveAsync();
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "old" });

        time.Advance(TimeToLive - TimeSpan.FromMilliseconds(1));
        scripted.Pool.GetStats().Sessions.ShouldBe(1);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await scripted.ReachAsync(stats => stats.Sessions == 0);

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!.ShouldBeEmpty();
        scripted.Workers.SelectMany(worker => worker.Ended).ShouldBe(["s"]);
        scripted.Pool.GetStats().Counters.SessionsExpired.ShouldBe(1);
        var ended = (PoolEvent.SessionEnded)await events.FirstAsync(happened => happened is PoolEvent.SessionEnded);
        (ended.SessionId, ended.Reason).ShouldBe(("s", SessionEndReason.Expired));
    }

    [Test]
    public async Task Use_keeps_a_session()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time, transport);
        await scripted.Pool.ExecuteAsync("kept", "append", new { item = "x" });
        await scripted.Pool.ExecuteAsync("idle", "append", new { item = "x" });

        for (var i = 0; i < 4; i++)
        {
            time.Advance(TimeToLive / 3);
            await scripted.Pool.ExecuteAsync("kept", "append", new { item = "x" });
        }

        await scripted.ReachAsync(stats => stats.Sessions == 1);
        (await scripted.Pool.ExecuteAsync<string[]>("kept", "list"))!.Length.ShouldBe(5);
    }

    [Test]
    public async Task Session_never_ends_under_a_running_call()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time, transport);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });
        var (held, worker) = await scripted.HoldAsync("s");

        time.Advance(TimeToLive * 3);
        worker.Release.SetResult();
        await held;

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["x"]);
        scripted.Pool.GetStats().Counters.SessionsExpired.ShouldBe(0);
    }

    [Test]
    public async Task Many_sessions_end_in_one_sweep()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options, time, transport);
        for (var i = 0; i < 300; i++)
            await scripted.Pool.ExecuteAsync($"s{i}", "append", new { item = "x" });

        time.Advance(TimeToLive);

        var stats = await scripted.ReachAsync(stats => stats.Sessions == 0);
        stats.Counters.SessionsExpired.ShouldBe(300);
        await scripted.ReachAsync(_ => scripted.Workers.Sum(worker => worker.Ended.Count) >= 300);
        stats.Workers.ShouldAllBe(worker => worker.Sessions.Count == 0);
    }

    [Test]
    public async Task Sessions_of_a_pool_without_a_time_to_live_stay()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options with { SessionTimeToLive = null }, time, transport);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });

        time.Advance(TimeSpan.FromDays(20));

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["x"]);
    }

    [Test]
    public async Task Session_beyond_the_quota_is_refused_and_those_that_live_go_on()
    {
        await using var scripted = await ScriptedPool.StartAsync(Options with { MaxSessions = 2 }, transport: transport);
        await scripted.Pool.ExecuteAsync("a", "who");
        await scripted.Pool.ExecuteAsync("b", "who");

        var error = await Should.ThrowAsync<SessionQuotaException>(async () => await scripted.Pool.ExecuteAsync("c", "who"));

        error.MaxSessions.ShouldBe(2);
        await scripted.Pool.ExecuteAsync("a", "who");
        await scripted.Pool.ExecuteAnonymousAsync("who");
        await scripted.Pool.EndSessionAsync("b");
        await scripted.Pool.ExecuteAsync("c", "who");
        scripted.Pool.GetStats().Sessions.ShouldBe(2);
        (await scripted.Pool.DrainAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
    }

    [Test]
    public async Task Expired_session_makes_room_before_a_new_one_is_refused()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options with { MaxSessions = 1 }, time, transport);
        await scripted.Pool.ExecuteAsync("old", "who");

        // Whether the sweep or the new session comes first is left to chance, and makes no difference.
        time.Advance(TimeToLive);
        await scripted.Pool.ExecuteAsync("new", "who");

        var stats = await scripted.ReachAsync(stats => stats.Counters.SessionsExpired == 1);
        stats.Sessions.ShouldBe(1);
    }

    [Test]
    public async Task Session_that_is_used_again_while_it_expires_loses_nothing_of_its_next_life()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(Options with { Size = 1 }, time, transport);
        for (var i = 0; i < 50; i++)
        {
            await scripted.Pool.ExecuteAsync("s", "append", new { item = "old" });
            time.Advance(TimeToLive);
            await scripted.Pool.ExecuteAsync("s", "append", new { item = "1" });
            await scripted.Pool.ExecuteAsync("s", "append", new { item = "2" });

            var items = (await scripted.Pool.ExecuteAsync<string[]>("s", "list"))!;
            items[^2..].ShouldBe(["1", "2"]);
            await scripted.Pool.EndSessionAsync("s");
        }
    }
}
