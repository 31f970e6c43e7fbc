using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Batches that are longer than what is written ahead.</summary>
internal sealed class SessionPoolBatchAheadTests
{
    private const int Ahead = 128;
    private static readonly BatchCommand[] Commands = [.. Enumerable.Repeat(new BatchCommand("ask"), 200)];

    [Test]
    public async Task No_more_than_so_many_commands_are_written_before_the_first_is_answered()
    {
        var workers = new TalkingAdapter(_ => []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);

        var batch = pool.ExecuteBatchAsync("s", Commands).AsTask();

        workers.Channels[0].Heard.OfType<HostRequest>().Count().ShouldBe(Ahead);
        await pool.DisposeAsync();
        await batch;
    }

    [Test]
    public async Task Commands_whose_turn_comes_after_their_workers_loss_name_it_and_were_not_sent()
    {
        var workers = new TalkingAdapter(_ => []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        var batch = pool.ExecuteBatchAsync("s", Commands).AsTask();

        workers.Channels[0].Kill();

        var outcomes = await batch;
        outcomes.ShouldAllBe(outcome => outcome.Error is WorkerLostException);
        outcomes.Count(outcome => outcome.Error!.RequestFate == RequestFate.NotSent).ShouldBe(Commands.Length - Ahead);
    }

    [Test]
    public async Task Commands_whose_turn_comes_after_the_pools_disposal_name_that()
    {
        var workers = new TalkingAdapter(_ => []);
        var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        var batch = pool.ExecuteBatchAsync("s", Commands).AsTask();

        await pool.DisposeAsync();

        (await batch).ShouldAllBe(outcome => outcome.Error is PoolDisposedException && outcome.Error.Command == "ask");
    }
}
