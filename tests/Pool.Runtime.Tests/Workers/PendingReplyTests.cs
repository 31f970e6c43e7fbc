using System.Runtime.CompilerServices;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class PendingReplyTests
{
    [Test]
    public async Task Answers_find_who_asked_in_the_order_of_the_questions()
    {
        await using var open = await OpenWorker.StartAsync();
        var (first, second) = (open.Ask(), open.Ask());
        second.Id.ShouldBeGreaterThan(first.Id);

        open.Channel.Say(TalkingChannel.Result(first.Id, 1));
        open.Channel.Say(TalkingChannel.Result(second.Id, 2));

        ((WorkerResult)await first.Answer).Id.ShouldBe(first.Id);
        ((WorkerResult)await second.Answer).Id.ShouldBe(second.Id);
        (first.State, first.Unanswered.Count, first.IsAbandoned, first.Fate).ShouldBe((PendingState.Over, 0, false, RequestFate.Sent));
    }

    [Test]
    public async Task Idle_worker_keeps_nothing_of_its_last_answer()
    {
        await using var open = await OpenWorker.StartAsync();

        var answer = await AnswerAsync(open);
        for (var i = 0; i < 100 && answer.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        answer.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AnswerAsync(OpenWorker open)
    {
        // The loop that reads lets go of a message when it has the next.
        var (pending, next) = (open.Ask(), open.Ask());
        open.Channel.Say(TalkingChannel.Result(pending.Id));
        open.Channel.Say(TalkingChannel.Result(next.Id));
        var answer = new WeakReference(await pending.Answer);
        await next.Answer;
        open.Worker.Recycle(pending);
        return answer;
    }

    [Test]
    public async Task Abandoned_answer_releases_its_caller_at_once_and_is_still_heard()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = open.Ask();

        pending.Abandon();
        pending.Abandon();

        await Should.ThrowAsync<OperationCanceledException>(async () => await pending.Answer);
        pending.Late.IsCompleted.ShouldBeFalse();
        pending.Unanswered.ShouldBe([pending]);
        open.Channel.Say(TalkingChannel.Result(pending.Id, 1));
        (await pending.Late).ShouldBeOfType<WorkerResult>().Id.ShouldBe(pending.Id);
        pending.Unanswered.ShouldBe([pending]);
    }

    [Test]
    public async Task Who_is_released_goes_on_on_another_thread_than_who_gave_up()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = open.Ask();
        var there = ThreadAfterAsync(pending);
        var givingUp = new Thread(pending.Abandon);

        givingUp.Start();
        givingUp.Join();

        (await there).ShouldNotBe(givingUp.ManagedThreadId);
    }

    private static async Task<int> ThreadAfterAsync(PendingReply pending)
    {
        try
        {
            await pending.Answer;
        }
        catch (OperationCanceledException)
        {
            return Environment.CurrentManagedThreadId;
        }

        return 0;
    }

    [Test]
    public async Task Answer_that_came_cannot_be_abandoned()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = open.Ask();
        open.Channel.Say(TalkingChannel.Result(pending.Id));
        await pending.Answer;

        pending.Abandon();

        (pending.IsAbandoned, pending.State).ShouldBe((false, PendingState.Over));
        open.Lost.IsCompleted.ShouldBeFalse();
    }

    [Test]
    public async Task Loss_fails_what_is_awaited_and_tells_who_settles()
    {
        await using var open = await OpenWorker.StartAsync();
        var (awaited, abandoned) = (open.Ask(), open.Ask());
        abandoned.Abandon();

        open.Channel.Kill();

        (await Should.ThrowAsync<WorkerLostException>(async () => await awaited.Answer)).RequestFate.ShouldBe(RequestFate.Sent);
        (await abandoned.Late).ShouldBeNull();
        (await open.Lost).Reason.ShouldBe(TransitionReason.Crash);
        Should.Throw<WorkerLostException>(() => open.Worker.Owe()).RequestFate.ShouldBe(RequestFate.NotSent);
    }

    [Test]
    public async Task Reply_is_used_again_under_a_new_id_without_what_it_was()
    {
        await using var open = await OpenWorker.StartAsync();
        var sink = new ChunkBuffer(1, null);
        var pending = open.Ask(sink: sink);
        var id = pending.Id;
        open.Channel.Say(TalkingChannel.Result(id));
        await pending.Answer;

        open.Worker.Recycle(pending);
        var again = open.Worker.Owe();

        again.ShouldBeSameAs(pending);
        (again.Id, again.State, again.Fate, again.Sink, again.Message).ShouldBe((id + 1, PendingState.Waiting, RequestFate.NotSent, null, null));
        again.Settler.ShouldBeNull();
        (again.Answer.IsCompleted, again.NeverInline, again.WasCompletedInline).ShouldBe((false, false, false));
        open.Worker.Owe().ShouldNotBeSameAs(pending);
    }

    [Test]
    public async Task Answer_that_must_not_go_on_inline_is_said_to_be_pending_until_it_is_handed_over()
    {
        await using var open = await OpenWorker.StartAsync();
        var answered = new PendingReply(open.Worker);
        answered.Begin(1, null);
        answered.Complete(TalkingChannel.Result(answered.Id));
        answered.WasCompletedInline.ShouldBeTrue();

        answered.NeverInline = true;
        answered.Answer.IsCompleted.ShouldBeFalse();
        answered.NeverInline = false;

        answered.Answer.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Test]
    public async Task Answer_is_settled_on_the_reading_thread_before_who_awaits_it_goes_on_elsewhere()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = new PendingReply(open.Worker);
        pending.Begin(1, null);
        var settler = new Settler { Settles = true };
        pending.Settler = settler;
        var reader = Environment.CurrentManagedThreadId;
        var after = 0;
        var awaiting = AwaitAsync();

        var answer = TalkingChannel.Result(1);
        pending.Complete(answer);
        await awaiting;

        settler.Seen.ShouldBe([(reader, open.Worker, answer)]);
        (after, pending.WasCompletedInline).ShouldBe((1, false));

        async Task AwaitAsync()
        {
            (await pending.Answer).ShouldBeSameAs(settler.Seen.Single().Answer);
            Thread.CurrentThread.IsThreadPoolThread.ShouldBeTrue();
            after = settler.Seen.Count;
        }
    }

    [Test]
    public async Task Answer_that_cannot_be_settled_goes_on_where_it_came()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = new PendingReply(open.Worker);
        pending.Begin(1, null);
        var settler = new Settler();
        pending.Settler = settler;

        pending.Complete(TalkingChannel.Result(1));

        (pending.WasCompletedInline, pending.Answer.IsCompletedSuccessfully, settler.Seen.Count).ShouldBe((true, true, 1));
        pending.Begin(2, null);
        pending.Settler.ShouldBeNull();
    }

    private sealed class Settler : IReplySettler
    {
        public bool Settles { get; init; }

        public List<(int Thread, PooledWorker Worker, WorkerMessage Answer)> Seen { get; } = [];

        public bool TrySettle(PooledWorker worker, WorkerMessage answer)
        {
            Seen.Add((Environment.CurrentManagedThreadId, worker, answer));
            return Settles;
        }
    }
}
