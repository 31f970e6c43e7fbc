using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

/// <summary>What becomes of a message that can't be written, at once or after a while.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PooledWorkerSendTests
{
    private static readonly ProtocolException TooLarge = new(ProtocolFault.TooLarge, "too large") { Size = 77 };

    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Refused_message_is_told_to_who_awaits_its_answer()
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = async _ =>
        {
            await _written.Task;
            throw TooLarge;
        };
        var pending = open.Ask();

        _written.SetResult();

        var error = await Should.ThrowAsync<FrameTooLargeException>(async () => await pending.Answer);
        (error.WorkerId, error.PoolName, error.Size).ShouldBe(("w1", "pool", 77));
        open.Lost.IsCompleted.ShouldBeFalse();
    }

    [Test]
    public async Task Refused_message_is_told_to_who_settles_what_was_abandoned()
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = async _ =>
        {
            await _written.Task;
            throw TooLarge;
        };
        var pending = open.Ask();
        pending.Abandon();

        _written.SetResult();

        (await pending.Late.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
    }

    [Test]
    public async Task Message_that_was_answered_before_it_was_refused_is_answered()
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = async message =>
        {
            open.Channel.Say(TalkingChannel.Result(((HostRequest)message).Id));
            await _written.Task;
            throw TooLarge;
        };
        var pending = open.Ask();
        (await pending.Answer).ShouldBeOfType<WorkerResult>();
        open.Channel.Write = _ => Task.CompletedTask;

        _written.SetResult();

        var next = open.Ask();
        open.Channel.Say(TalkingChannel.Result(next.Id));
        (await next.Answer).ShouldBeOfType<WorkerResult>();
    }

    [Test]
    public async Task Worker_whose_input_breaks_is_killed([Values] bool atOnce, [Values] bool isClosed)
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = async _ =>
        {
            if (!atOnce)
                await _written.Task;
            throw isClosed ? new ObjectDisposedException("channel") : new IOException("broken pipe");
        };
        var pending = open.Ask();

        _written.SetResult();

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pending.Answer);
        (error.WorkerId, error.PoolName, error.RequestFate).ShouldBe(("w1", "pool", isClosed ? RequestFate.Sent : RequestFate.NotSent));
        error.Message.ShouldContain(isClosed ? "its output ended" : "its input was closed");
        (await open.Lost).Reason.ShouldBe(TransitionReason.Crash);
        Should.Throw<WorkerLostException>(() => open.Worker.Owe()).WorkerId.ShouldBe("w1");
    }

    [Test]
    public async Task Whether_a_request_left_is_told_once_its_write_has_ended()
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = async _ =>
        {
            await _written.Task;
            throw new IOException("broken pipe");
        };
        var pending = open.Ask();
        open.Channel.Kill();
        await open.Lost;
        pending.Answer.IsCompleted.ShouldBeFalse();

        _written.SetResult();

        (await Should.ThrowAsync<WorkerLostException>(async () => await pending.Answer)).RequestFate.ShouldBe(RequestFate.NotSent);
    }

    [Test]
    public async Task Telling_a_worker_that_is_gone_or_takes_no_such_thing_is_no_error([Values] bool isGone)
    {
        await using var open = await OpenWorker.StartAsync();
        open.Channel.Write = _ => isGone ? throw new IOException("broken pipe") : throw TooLarge;

        await open.Worker.TellAsync(new HostEndSession("s"));

        open.Lost.IsCompleted.ShouldBeFalse();
    }
}
