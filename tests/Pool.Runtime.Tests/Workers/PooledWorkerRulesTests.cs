using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

/// <summary>What a worker may not say, and what becomes of what it owes then.</summary>
internal sealed class PooledWorkerRulesTests
{
    private static IEnumerable<TestCaseData> Violations()
    {
        yield return Case("an id that was never used", (_, id) => TalkingChannel.Result(id + 5), "which nobody asked");
        yield return Case("an answer out of turn", (_, id) => TalkingChannel.Result(id + 1), "not in turn");
        yield return Case("a pong for a command", (_, id) => new WorkerPong(id), "which nobody asked");
        yield return Case("a chunk out of turn", (_, id) => new WorkerChunk(id + 1, Payload.Null), "not in turn");
        yield return Case("progress of nothing", (_, id) => new WorkerProgress(id + 5, Payload.Null), "which nobody asked");
        yield return Case("an error of an unknown id", (_, id) => new WorkerError(id + 5, Info), "which nobody asked");
        yield return Case("an error without an id", (_, _) => new WorkerError(null, Info), "It reported Fatal: cannot go on");
        yield return Case(
            "a second hello",
            (_, _) => new WorkerHello(1, "w", null, 1 << 20, new Dictionary<string, CommandDescription>(StringComparer.Ordinal), []),
            "WorkerHello at a time when only answers are allowed");
    }

    [TestCaseSource(nameof(Violations))]
    public async Task Nonsense_condemns_the_worker_and_fails_what_it_owes(object said, string because)
    {
        await using var open = await OpenWorker.StartAsync();
        var (first, second) = (open.Ask(), open.Ask());

        open.Channel.Say(((Func<OpenWorker, long, WorkerMessage>)said)(open, first.Id));

        var (reason, detail) = await open.Lost;
        reason.ShouldBe(TransitionReason.ProtocolViolation);
        detail.ShouldContain(because);
        (await Should.ThrowAsync<ProtocolViolationException>(async () => await first.Answer)).Violation.ShouldBe(detail);
        await Should.ThrowAsync<ProtocolViolationException>(async () => await second.Answer);
        (await open.Channel.Exited).ExitCode.ShouldBe(1);
    }

    [Test]
    public async Task Pong_is_due_for_a_ping_alone_and_a_result_is_not()
    {
        await using var open = await OpenWorker.StartAsync();
        var ping = open.Worker.Owe();
        open.Worker.Send(new HostPing(ping.Id), ping);
        (await ping.Answer).ShouldBeOfType<WorkerPong>();
        var another = open.Worker.Owe();
        another.Message = new HostPing(another.Id);

        open.Channel.Say(TalkingChannel.Result(another.Id));

        (await open.Lost).Reason.ShouldBe(TransitionReason.ProtocolViolation);
    }

    [Test]
    public async Task Pieces_of_what_was_abandoned_are_passed_over()
    {
        await using var open = await OpenWorker.StartAsync();
        var buffer = new ChunkBuffer(1, null);
        var pending = open.Ask(sink: buffer);
        buffer.Begin(open.Worker, pending.Id);
        pending.Abandon();

        for (var i = 0; i < 3; i++)
            open.Channel.Say(new WorkerChunk(pending.Id, Payload.Null));
        open.Channel.Say(TalkingChannel.Result(pending.Id));

        (await pending.Late).ShouldNotBeNull();
        (buffer.HasDelivered, open.Lost.IsCompleted).ShouldBe((false, false));
    }

    [Test]
    public async Task Log_entry_of_whatever_id_is_no_answer()
    {
        await using var open = await OpenWorker.StartAsync();
        var pending = open.Ask();

        open.Channel.Say(new WorkerLog(WireLogLevel.Error, "l", "m", pending.Id + 5, null));
        open.Channel.Say(new WorkerLog(WireLogLevel.Error, "l", "n", pending.Id, null));
        open.Channel.Say(TalkingChannel.Result(pending.Id));

        (await pending.Answer).ShouldBeOfType<WorkerResult>();
        open.Log.Of(2009).Select(entry => entry.Text.Split(' ')[^1]).ShouldBe(["m", "n"]);
        open.Lost.IsCompleted.ShouldBeFalse();
    }

    [Test]
    public async Task Answer_after_which_nothing_is_owed_leaves_the_worker_ready_for_more()
    {
        await using var open = await OpenWorker.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var pending = open.Ask();
            open.Channel.Say(new WorkerError(pending.Id, Info));
            ((WorkerError)await pending.Answer).Error.ShouldBe(Info);
        }

        open.Lost.IsCompleted.ShouldBeFalse();
    }

    [Test]
    public async Task Features_of_the_hello_are_what_it_can_do()
    {
        await using var open = await OpenWorker.StartAsync("cancel");

        (open.Worker.Can("cancel"), open.Worker.Can("snapshot"), open.Worker.Description).ShouldBe((true, false, "talking"));
        open.Worker.Commands["change"].Kind.ShouldBe(WireCommandKind.Mutation);
    }

    private static WorkerErrorInfo Info { get; } = new("Fatal", "cannot go on", Retryable: false, Traceback: null);

    private static TestCaseData Case(string what, Func<OpenWorker, long, WorkerMessage> said, string because) =>
        new TestCaseData(said, because).SetArgDisplayNames(what);
}
