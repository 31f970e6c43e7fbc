using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 5 up to P27: hello, answers, order, cancel.</summary>
internal static class ConversationChecks
{
    private const string NoCommand = "no such command";
    private const string Long = """{"seconds":600}""";

    public static IReadOnlyList<Requirement> All { get; } =
    [
        Requirement.OfTheHost("P20", "ids are the host's and never used again", "it chooses them; that answers carry them is seen by P24"),
        new("P21", "the host speaks first, the worker's hello comes next",
        [
            new("nothing before the host's hello", SpeaksSecondAsync),
            new("one hello", OneHelloAsync),
        ]),
        new("P22", "a worker that has said hello serves", [new("a request right after the hello", ServesAtOnceAsync)]),
        new("P23", "without a common version it says so and exits with code 2",
        [
            new("versions 2 to 3", NoCommonVersionAsync),
            new("versions 1 to 9", CommonVersionAsync),
        ]),
        new("P24", "every request is answered once",
        [
            new("requests, snapshots, restores and pings", OneAnswerAsync),
            new("a request that was cancelled", OneAnswerAfterCancelAsync) { Needs = ["sleep"] },
        ]),
        new("P25", "requests run one at a time, in the order in which they were written", [new("a slow one first", InOrderAsync) { Needs = ["sleep"] }]),
        new("P26", "what changes state keeps its place; a ping does not wait",
        [
            new("end_session", EndSessionInPlaceAsync) { Needs = ["count", "append"] },
            new("shutdown", ShutdownInPlaceAsync) { Needs = ["count"] },
            new("a ping while a command ignores everything", PingWhileBusyAsync) { Needs = ["sleep"], Features = ["ping_while_busy"] },
        ]),
        new("P27", "a cancelled request is answered soon, and does not run if it waited",
        [
            new("one that runs", CancelRunningAsync) { Needs = ["sleep"], Features = ["cancel"] },
            new("one that waits", CancelWaitingAsync) { Needs = ["count", "append", "total"] },
            new("one that is not there", CancelUnknownAsync),
        ]),
    ];

    // A worker that speaks first has said its hello before it can know that the versions don't match.
    private static async Task SpeaksSecondAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        await worker.SendAsync(HostText.Hello(2, 3));
        WorkerFrame first = await worker.NextAsync("error");
        if (first.Type != "error")
            throw new BrokenRequirementException($"its first message is {first}, although no version is common");
    }

    private static async Task OneHelloAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.BarrierAsync();
    }

    private static async Task ServesAtOnceAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ErrorAsync(await worker.RequestAsync(NoCommand), "UnknownCommand");
        if (probe.Offer.Commands.ContainsKey("echo"))
            await worker.ValueOfAsync("echo");
    }

    private static async Task NoCommonVersionAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        await worker.SendAsync(HostText.Hello(2, 3));
        WorkerFrame error = await worker.NextAsync("error");
        if (error.Type != "error" || error.Id is not null || error.ErrorType != "ProtocolVersionMismatch")
            throw new BrokenRequirementException($"an error without id, of type ProtocolVersionMismatch, was due, and this came: {error}");
        await worker.EndsAsync(2);
    }

    private static async Task CommonVersionAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        await worker.SendAsync(HostText.Hello(1, 9));
        WorkerFrame hello = await worker.NextAsync("hello");
        if (hello.Type != "hello" || hello.Root.GetProperty("protocol").GetInt64() is < 1 or > 9)
            throw new BrokenRequirementException($"a hello with a version from 1 to 9 was due, and this came: {hello}");
    }

    private static async Task OneAnswerAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string command = probe.Offer.Commands.ContainsKey("echo") ? "echo" : NoCommand;
        var owed = new HashSet<long>();
        await worker.SendTogetherAsync(Enumerable.Range(1, 5).SelectMany(_ => new[]
        {
            HostText.Request(Owed(), command), HostText.Ping(Owed()), HostText.Snapshot(Owed(), "s"), HostText.Restore(Owed(), "s", "null"),
        }));
        while (owed.Count > 0)
        {
            WorkerFrame answer = await worker.NextAsync("answer");
            if (answer.Type is not ("result" or "error" or "pong") || answer.Id is not { } id || !owed.Remove(id))
                throw new BrokenRequirementException($"no open id is answered by {answer}");
        }

        await worker.BarrierAsync();

        long Owed()
        {
            long id = worker.NextId();
            owed.Add(id);
            return id;
        }
    }

    private static async Task OneAnswerAfterCancelAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("sleep", """{"seconds":0.2}""");
        await worker.SendAsync(HostText.Cancel(id));
        WorkerFrame answer = await worker.NextAsync("answer");
        if (answer.Type is not ("result" or "error") || answer.Id != id)
            throw new BrokenRequirementException($"request {id} was cancelled, and this came: {answer}");

        // Runs after the cancelled one, so that whatever that still sends comes before.
        long later = await worker.RequestAsync("sleep", """{"seconds":0.4}""");
        await worker.NextAsync("result", later);
        await worker.BarrierAsync();
    }

    private static async Task InOrderAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long[] ids = [worker.NextId(), worker.NextId(), worker.NextId()];
        await worker.SendTogetherAsync(
        [
            HostText.Request(ids[0], "sleep", """{"seconds":0.1}"""), HostText.Request(ids[1], "sleep", """{"seconds":0}"""), HostText.Request(ids[2], NoCommand),
        ]);
        await worker.NextAsync("result", ids[0]);
        await worker.NextAsync("result", ids[1]);
        await worker.NextAsync("error", ids[2]);
    }

    private static async Task EndSessionInPlaceAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":1}""", "s");
        long stream = await HeldStreamAsync(worker);
        long before = await worker.RequestAsync("append", """{"value":2}""", "s");
        await worker.SendAsync(HostText.EndSession("s"));
        long after = await worker.RequestAsync("append", """{"value":4}""", "s");
        await ReleaseAsync(worker, stream);
        ExpectTotal(3, await worker.NextAsync("result", before));
        ExpectTotal(4, await worker.NextAsync("result", after));

        static void ExpectTotal(int total, WorkerFrame appended)
        {
            if (appended.Value.GetProperty("total").GetInt32() != total)
                throw new BrokenRequirementException($"a total of {total} was due, and this came: {appended}");
        }
    }

    private static async Task ShutdownInPlaceAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long stream = await HeldStreamAsync(worker);
        long before = await worker.RequestAsync(NoCommand);
        await worker.SendAsync(HostText.Shutdown());
        await ReleaseAsync(worker, stream);
        await worker.NextAsync("error", before);
        await worker.EndsAsync(0);
    }

    // A stream that has no credit holds up what is written behind it, for as long as the check likes.
    private static async Task<long> HeldStreamAsync(Conversation worker)
    {
        long stream = await worker.RequestAsync("count", """{"to":2}""", fields: ",\"window\":1");
        await worker.NextAsync("chunk", stream);
        return stream;
    }

    private static async Task ReleaseAsync(Conversation worker, long stream)
    {
        await worker.SendAsync(HostText.Credit(stream, 1));
        await worker.NextAsync("chunk", stream);
        await worker.NextAsync("result", stream);
    }

    private static async Task PingWhileBusyAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.RequestAsync("sleep", """{"seconds":600,"ignore_cancel":true}""");
        await worker.BarrierAsync();
    }

    private static async Task CancelRunningAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("sleep", Long);
        await worker.SendAsync(HostText.Cancel(id));
        await worker.ErrorAsync(id, "Cancelled");
        await worker.BarrierAsync();
    }

    private static async Task CancelWaitingAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long stream = await HeldStreamAsync(worker);
        long waiting = await worker.RequestAsync("append", """{"value":1}""", "s");
        await worker.SendAsync(HostText.Cancel(waiting));
        await worker.SendAsync(HostText.Cancel(stream));

        // The two may be answered in either order.
        var answered = new HashSet<long?>();
        while (answered.Count < 2)
        {
            WorkerFrame answer = await worker.NextAsync("error");
            if (answer.Type != "error" || answer.ErrorType != "Cancelled" || !answered.Add(answer.Id))
                throw new BrokenRequirementException($"requests {stream} and {waiting} were cancelled, and this came: {answer}");
        }

        JsonElement total = await worker.ValueOfAsync("total", session: "s");
        if (total.GetProperty("count").GetInt32() != 0)
            throw new BrokenRequirementException($"the waiting request ran after its cancel: {total.GetRawText()}");
    }

    private static async Task CancelUnknownAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long answered = await worker.RequestAsync(NoCommand);
        await worker.ErrorAsync(answered, "UnknownCommand");
        await worker.SendAsync(HostText.Cancel(answered));
        await worker.SendAsync(HostText.Cancel(answered + 2));
        await worker.BarrierAsync();

        // That id comes to be used now, and must not be taken for cancelled.
        await worker.ErrorAsync(await worker.RequestAsync(NoCommand), "UnknownCommand");
        await worker.BarrierAsync();
    }
}
