using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a stream says to its worker, and what a worker may not say.</summary>
internal sealed class SessionPoolStreamRulesTests
{
    private static readonly ExecuteOptions Window = new() { StreamWindow = 4 };

    [Test]
    public async Task Worker_that_sends_more_than_it_was_granted_is_condemned()
    {
        var workers = new TalkingAdapter(message => message is HostRequest request
            ? [.. Enumerable.Range(0, 5).Select(i => new WorkerChunk(request.Id, TalkingChannel.Value(i))), TalkingChannel.Result(request.Id)]
            : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        await using var reading = pool.StreamAsync<int>("s", "ask", options: Window).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();
        await pool.ReachAsync(stats => stats.Counters.Losses == 1);
        var read = 1;

        var error = await Should.ThrowAsync<ProtocolViolationException>(async () =>
        {
            while (await reading.MoveNextAsync())
                read++;
        });

        error.Attempts.ShouldBe(1);
        error.Message.ShouldContain("its window is 4");
        read.ShouldBe(4);
    }

    [Test]
    public async Task Credit_is_given_for_half_a_window_at_a_time()
    {
        var workers = new TalkingAdapter(message => message switch
        {
            HostRequest request => Chunks(request.Id, 4),
            HostCredit credit => Chunks(credit.Id, credit.Chunks),
            _ => [],
        });
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        await using var reading = pool.StreamAsync<int>("s", "ask", options: Window).GetAsyncEnumerator();

        for (var i = 0; i < 10; i++)
            (await reading.MoveNextAsync()).ShouldBeTrue();
        workers.Channels[0].Say(TalkingChannel.Result(((HostRequest)workers.Channels[0].Heard[0]).Id));

        workers.Channels[0].Heard.OfType<HostRequest>().ShouldHaveSingleItem().Window.ShouldBe(4);
        workers.Channels[0].Heard.OfType<HostCredit>().Select(credit => credit.Chunks).ShouldBe([2, 2, 2, 2, 2]);
    }

    [Test]
    public async Task Chunks_of_a_call_that_asked_for_none_are_passed_over()
    {
        var workers = new TalkingAdapter(message => message is HostRequest request
            ? [.. Chunks(request.Id, 50), TalkingChannel.Result(request.Id, 7)]
            : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);

        (await pool.ExecuteAsync<int>("s", "ask")).ShouldBe(7);

        workers.Channels[0].Heard.OfType<HostRequest>().ShouldHaveSingleItem().Window.ShouldBeNull();
    }

    [Test]
    public async Task Chunk_after_the_answer_condemns_the_worker()
    {
        var workers = new TalkingAdapter(message => message is HostRequest request ? [TalkingChannel.Result(request.Id, 7)] : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        await pool.ExecuteAsync("s", "ask");

        workers.Channels[0].Say(new WorkerChunk(((HostRequest)workers.Channels[0].Heard[0]).Id, Payload.Null));

        await pool.ReachAsync(stats => stats.Counters.Losses == 1);
    }

    private static IEnumerable<WorkerMessage> Chunks(long id, int count) =>
        Enumerable.Range(0, count).Select(i => new WorkerChunk(id, TalkingChannel.Value(i)));
}
