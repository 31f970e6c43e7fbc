using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Who is told that a command was cancelled.</summary>
internal sealed class SessionPoolCancelFrameTests
{
    [Test]
    public async Task Worker_that_heeds_cancellation_is_told_which_command_it_was()
    {
        var workers = new TalkingAdapter(message => message is HostCancel cancel ? [TalkingChannel.Result(cancel.Id)] : [], "cancel");
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers, Services);

        await CancelAsync(pool, workers.Channels[0]);

        var request = (HostRequest)workers.Channels[0].Heard[0];
        (await workers.Channels[0].HearAsync<HostCancel>()).Id.ShouldBe(request.Id);
        await pool.ReachAsync(stats => stats.Ready == 1);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_heeds_none_is_not_told()
    {
        var workers = new TalkingAdapter(message => message is HostRequest { Command: "change" } request ? [TalkingChannel.Result(request.Id)] : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers, Services);
        await CancelAsync(pool, workers.Channels[0]);

        workers.Channels[0].Say(TalkingChannel.Result(((HostRequest)workers.Channels[0].Heard[0]).Id));

        await pool.ExecuteAsync("s", "change");
        workers.Channels[0].Heard.ShouldAllBe(message => message is HostRequest);
    }

    [Test]
    public async Task Late_answer_that_comes_twice_condemns_the_worker()
    {
        var workers = new TalkingAdapter(_ => []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers, Services);
        await CancelAsync(pool, workers.Channels[0]);
        var id = ((HostRequest)workers.Channels[0].Heard[0]).Id;

        workers.Channels[0].Say(TalkingChannel.Result(id));
        workers.Channels[0].Say(TalkingChannel.Result(id));

        await pool.ReachAsync(stats => stats.Counters.Losses == 1);
    }

    [Test]
    public async Task Every_unanswered_command_of_a_batch_is_cancelled()
    {
        var workers = new TalkingAdapter(_ => [], "cancel");
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers, Services);
        using var cancel = new CancellationTokenSource();
        var batch = pool.ExecuteBatchAsync("s", [new("ask"), new("ask")], cancellationToken: cancel.Token).AsTask();
        for (var i = 0; i < 2; i++)
            await workers.Channels[0].HearAsync<HostRequest>();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(batch);
        long[] cancelled = [(await workers.Channels[0].HearAsync<HostCancel>()).Id, (await workers.Channels[0].HearAsync<HostCancel>()).Id];
        cancelled.Order().ShouldBe(workers.Channels[0].Heard.OfType<HostRequest>().Select(request => request.Id));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Worker_to_which_the_callers_bytes_are_still_being_written_is_replaced_without_a_grace(bool inBatch)
    {
        var workers = new TalkingAdapter(_ => []);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1, CancelGrace = TimeSpan.FromDays(1) }, workers, Services);
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        workers.Channels[0].Write = _ =>
        {
            writing.TrySetResult();
            return workers.Channels[0].Exited;
        };
        using var cancel = new CancellationTokenSource();
        var args = new { bytes = new byte[] { 1 } };
        var asked = inBatch
            ? (Task)pool.ExecuteBatchAsync("s", [new("change", args), new("ask")], cancellationToken: cancel.Token).AsTask()
            : pool.ExecuteAsync("s", "change", args, cancellationToken: cancel.Token).AsTask();
        await writing.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked);
        await pool.ReachAsync(stats => stats.Counters.Losses == 1);
    }

    private static SessionPoolServices Services => new() { Time = new WatchedTime(), Seed = 1 };

    private static async Task CancelAsync(SessionPool pool, TalkingChannel worker)
    {
        using var cancel = new CancellationTokenSource();
        var asked = pool.ExecuteAsync("s", "ask", cancellationToken: cancel.Token).AsTask();
        await worker.HearAsync<HostRequest>();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
    }
}
