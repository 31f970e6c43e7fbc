using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Workers that answer before they were sent the question; ids can be guessed.</summary>
internal sealed class SessionPoolEarlyAnswerTests
{
    private readonly TaskCompletionSource _firstIsWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstIsBeingWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Request_that_is_refused_after_its_answer_concerns_no_later_call()
    {
        var workers = new TalkingAdapter(_ => []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, workers);
        var worker = workers.Channels[0];
        worker.Write = WriteAsync;
        var first = pool.ExecuteAnonymousAsync("ask").AsTask();
        await _firstIsBeingWritten.Task;
        await AnswerAsync(first, FirstId);
        // Waits behind the first for its turn to be written, and is refused when that comes.
        await AnswerAsync(pool.ExecuteAnonymousAsync("ask").AsTask(), FirstId + 1);
        var third = pool.ExecuteAnonymousAsync("ask").AsTask();

        _firstIsWritten.SetResult();
        while ((await worker.HearAsync<HostRequest>()).Id != FirstId + 2)
        {
        }

        await AnswerAsync(third, FirstId + 2);
        pool.GetStats().Counters.Losses.ShouldBe(0);

        async Task AnswerAsync(Task<CommandResult> call, long id)
        {
            worker.Say(TalkingChannel.Result(id, id));
            (await call.WaitAsync(TimeSpan.FromSeconds(30))).Value.GetInt64().ShouldBe(id);
        }
    }

    // Behind the ping of the handshake.
    private const long FirstId = 2;

    private async Task WriteAsync(HostMessage message)
    {
        if (message is HostRequest { Id: FirstId })
        {
            _firstIsBeingWritten.SetResult();
            await _firstIsWritten.Task;
        }
        else if (message is HostRequest { Id: FirstId + 1 })
        {
            throw new ProtocolException(ProtocolFault.TooLarge, "scripted");
        }
    }
}
