using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Sessions;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CallTests
{
    private readonly FakeTimeProvider _time = new();

    [TestCase(true)]
    [TestCase(false)]
    public void What_a_stopped_call_waits_for_is_abandoned_whichever_came_first(bool stopFirst)
    {
        var call = NewCall();
        var outstanding = new CountingOutstanding();

        if (stopFirst)
            call.Stop(StopReason.Cancelled).ShouldBeTrue();
        call.WaitsFor(outstanding);
        if (!stopFirst)
            call.Stop(StopReason.Cancelled).ShouldBeTrue();

        outstanding.Abandonments.ShouldBe(1);
        call.Stop(StopReason.TimedOut).ShouldBeFalse();
        call.Stopped.ShouldBe(StopReason.Cancelled);
    }

    [Test]
    public void What_a_call_waits_for_no_more_is_not_abandoned()
    {
        var call = NewCall();
        var outstanding = new CountingOutstanding();
        call.WaitsFor(outstanding);

        call.WaitsForNothing().ShouldBeTrue();
        call.Stop(StopReason.Cancelled);

        outstanding.Abandonments.ShouldBe(0);
    }

    [Test]
    public void Call_that_is_stopped_while_its_answer_comes_says_so_when_its_wait_ends()
    {
        var call = NewCall();
        call.WaitsFor(new CountingOutstanding());

        call.Stop(StopReason.Cancelled);

        call.WaitsForNothing().ShouldBeFalse();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Recovery_of_a_stopped_call_is_cancelled_whichever_came_first(bool stopFirst)
    {
        var call = NewCall();

        if (stopFirst)
            call.Stop(StopReason.TimedOut);
        var token = call.RecoveryToken();
        if (!stopFirst)
        {
            token.IsCancellationRequested.ShouldBeFalse();
            call.Stop(StopReason.TimedOut);
        }

        token.IsCancellationRequested.ShouldBeTrue();
        call.RecoveryToken().ShouldBe(token);
    }

    [TestCase(CommandPhase.Queue, RequestFate.NotSent)]
    [TestCase(CommandPhase.Replay, RequestFate.NotSent)]
    [TestCase(CommandPhase.Command, RequestFate.Sent)]
    public void Deadline_ends_a_call_with_what_it_was_doing(object phase, object fate)
    {
        var call = NewCall();
        call.Phase = (CommandPhase)phase;
        call.ThrowIfStopped();
        call.Stop(StopReason.TimedOut);

        var error = Should.Throw<CommandTimeoutException>(call.ThrowIfStopped);

        (error.Phase, error.RequestFate, error.Deadline).ShouldBe(((CommandPhase)phase, (RequestFate)fate, TimeSpan.FromSeconds(3)));
        (error.PoolName, error.Command, error.SessionId).ShouldBe(("pool", "c", "s"));
    }

    [Test]
    public void Callers_cancel_ends_a_call_with_its_own_token()
    {
        using var cancel = new CancellationTokenSource();
        var owner = new StoppingOwner();
        var call = NewCall(owner);
        call.CancelledBy(cancel.Token);

        call.Cancel();

        Should.Throw<OperationCanceledException>(call.ThrowIfStopped).CancellationToken.ShouldBe(cancel.Token);
        owner.Reasons.ShouldBe([StopReason.Cancelled]);
    }

    [TestCase(CommandKind.Query, false, true)]
    [TestCase(CommandKind.Idempotent, false, true)]
    [TestCase(CommandKind.Query, true, false)]
    [TestCase(CommandKind.Mutation, false, false)]
    [TestCase(CommandKind.Effect, false, false)]
    [TestCase(null, false, false)]
    public void Only_what_changes_nothing_twice_and_was_not_seen_may_be_sent_again(CommandKind? kind, bool delivered, bool mayBeResent)
    {
        var sink = new ChunkBuffer(2, null);
        if (delivered)
            Deliver(sink);
        var call = new Call(new StoppingOwner(), "c", Payload.Null, "s", TimeSpan.FromSeconds(3), _time) { Sink = sink };
        call.Kind = kind;

        call.MayBeResent.ShouldBe(mayBeResent);
    }

    [Test]
    public void Progress_is_no_part_of_an_answer()
    {
        var relay = new ProgressRelay(new Progress<System.Text.Json.JsonElement>(), loop => _ = Task.Run(loop), _ => { });
        relay.Begin(null!, 1);
        relay.Take(new WorkerProgress(1, Payload.Null)).ShouldBeNull();
        var call = new Call(new StoppingOwner(), "c", Payload.Null, "s", TimeSpan.FromSeconds(3), _time) { Sink = relay };
        call.Kind = CommandKind.Query;

        call.MayBeResent.ShouldBeTrue();
    }

    [Test]
    public async Task Wait_can_be_granted_and_refused_and_begun_again()
    {
        var call = NewCall();
        var first = call.Wait();
        call.Grant(null, inline: true);
        (first.IsCompleted, await first, call.IsOnBorrowedThread).ShouldBe((true, null, true));

        var second = call.Wait();
        second.IsCompleted.ShouldBeFalse();
        call.Refuse(new TimeZoneNotFoundException());
        await Should.ThrowAsync<TimeZoneNotFoundException>(async () => await second);

        var third = call.Wait();
        call.Grant(null, inline: false);
        await third;
        call.IsOnBorrowedThread.ShouldBeFalse();
    }

    [Test]
    public async Task Who_waits_for_a_call_that_is_refused_goes_on_elsewhere()
    {
        var call = NewCall();
        var there = ThreadAfterAsync(call.Wait());
        var refusing = new Thread(() => call.Refuse(new TimeZoneNotFoundException()));

        refusing.Start();
        refusing.Join();

        (await there).ShouldNotBe(refusing.ManagedThreadId);
    }

    private static async Task<int> ThreadAfterAsync(ValueTask<PooledWorker?> waiting)
    {
        try
        {
            await waiting;
        }
        catch (TimeZoneNotFoundException)
        {
            return Environment.CurrentManagedThreadId;
        }

        return 0;
    }

    private static void Deliver(ChunkBuffer sink)
    {
        sink.Begin(null!, 1);
        sink.Take(new WorkerChunk(1, Payload.Null)).ShouldBeNull();
    }

    private Call NewCall(StoppingOwner? owner = null) => new(owner ?? new StoppingOwner(), "c", Payload.Null, "s", TimeSpan.FromSeconds(3), _time);

    private sealed class CountingOutstanding : Outstanding
    {
        public int Abandonments { get; private set; }

        public override IReadOnlyList<PendingReply> Unanswered => [];

        public override void Abandon() => Abandonments++;
    }
}
