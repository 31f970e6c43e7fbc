using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Workers that take smaller frames than they send.</summary>
internal sealed class SessionPoolSnapshotFrameTests
{
    [Test]
    public async Task Snapshot_that_workers_would_not_take_back_is_not_kept()
    {
        var workers = new TalkingAdapter(
            message => message switch
            {
                HostSnapshot snapshot => [TalkingChannel.Result(snapshot.Id, new string('x', 5000))],
                HostRequest request => [TalkingChannel.Result(request.Id)],
                _ => [],
            },
            "snapshot")
        { MaxFrameBytes = 4096 };
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1, SnapshotAfter = 1 }, workers);
        await pool.ExecuteAsync("s", "change");
        await workers.Channels[0].HearAsync<HostSnapshot>();
        await pool.ReachAsync(stats => stats.Ready == 1);

        workers.Channels[0].Kill();
        await pool.ReachAsync(stats => stats.Counters.Losses == 1);
        await pool.ExecuteAsync("s", "ask");

        workers.Channels[1].Heard.ShouldAllBe(message => message is HostRequest);
        workers.Channels[1].Heard.Count.ShouldBe(2);
    }
}
