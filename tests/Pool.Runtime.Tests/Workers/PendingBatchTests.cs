using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class PendingBatchTests
{
    [Test]
    public async Task Unanswered_are_those_that_were_abandoned_in_their_order()
    {
        await using var open = await OpenWorker.StartAsync();
        PendingReply[] replies = [open.Ask(), open.Ask(), open.Ask()];
        var batch = new PendingBatch(replies);
        batch.Unanswered.ShouldBe(replies);
        open.Channel.Say(TalkingChannel.Result(replies[0].Id));
        await replies[0].Answer;

        batch.Abandon();
        batch.Abandon();

        batch.Unanswered.ShouldBe(replies.Skip(1));
        open.Channel.Say(TalkingChannel.Result(replies[1].Id));
        open.Channel.Say(TalkingChannel.Result(replies[2].Id));
        (await replies[2].Late).ShouldNotBeNull();
        batch.Unanswered.ShouldBe(replies.Skip(1));
    }

    [Test]
    public async Task What_was_never_sent_is_not_owed()
    {
        await using var open = await OpenWorker.StartAsync();
        PendingReply?[] replies = [open.Ask(), null];
        var batch = new PendingBatch(replies);

        batch.Abandon();

        batch.Unanswered.ShouldBe([replies[0]!]);
    }

    // Answers come in order. Abandoned from its end, a batch has been answered in time up to some command, and late from
    // there on; else what is journaled late could come before what was journaled in time.
    [Test]
    public async Task Batch_is_abandoned_from_its_end()
    {
        await using var open = await OpenWorker.StartAsync();
        PendingReply[] replies = [open.Ask(), open.Ask(), open.Ask()];
        var released = new List<long>();
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new InlineContext());
        foreach (var reply in replies)
        {
            var awaiter = reply.Answer.GetAwaiter();
            awaiter.OnCompleted(() => released.Add(reply.Id));
        }

        SynchronizationContext.SetSynchronizationContext(outer);
        new PendingBatch(replies).Abandon();

        released.ShouldBe(replies.Select(reply => reply.Id).Reverse());
    }

    /// <summary>Runs what is posted to it at once, so that the order of the posts is seen.</summary>
    private sealed class InlineContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
