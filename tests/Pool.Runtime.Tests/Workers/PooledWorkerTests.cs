using System.Collections.Concurrent;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Workers;

internal sealed class PooledWorkerTests
{
    [Test]
    public async Task Effect_is_not_sent_again_when_the_channel_was_closed_during_the_send()
    {
        var heard = new ConcurrentQueue<string>();
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 2 }, new BreakingAdapter(() => new ObjectDisposedException("channel"), heard.Enqueue));

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAsync("s", "act"));

        (error.RequestFate, error.Attempts, error.Command).ShouldBe((RequestFate.Sent, 1, "act"));
        heard.ShouldHaveSingleItem();
    }

    [Test]
    public async Task Effect_that_did_not_leave_whole_is_sent_again()
    {
        var heard = new ConcurrentQueue<string>();
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 2 }, new BreakingAdapter(() => new IOException("broken pipe"), heard.Enqueue));

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAsync("s", "act"));

        error.RequestFate.ShouldBe(RequestFate.NotSent);
        error.Attempts.ShouldBe(heard.Count);
        heard.Count.ShouldBeGreaterThan(1);
    }
}
