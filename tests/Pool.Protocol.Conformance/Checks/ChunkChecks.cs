using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 8: streams, credit, answers that are joined.</summary>
internal static class ChunkChecks
{
    private const string NoCommand = "no such command";
    private const int MostWaiting = 256;
    private const int Endless = 1_000_000;

    // Far more than a pipe holds: a worker that looks for the cancel once a chunk stays below.
    private const int ChunksAfterCancel = 20_000;

    private static readonly string[] Count = ["count"];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P37", "chunks come in their order, and the result last", [new("a hundred chunks", ChunksInOrderAsync) { Needs = Count }]),
        new("P38", "no more chunks are sent than were granted",
        [
            new("a window", WindowAsync) { Needs = Count },
            new("credit", CreditAsync) { Needs = Count },
            new("no window", NoWindowAsync) { Needs = Count },
            new("progress is not counted", ProgressAsync) { Needs = Count },
            new("credit that nobody waits for", IdleCreditAsync) { Needs = Count },
        ]),
        new("P39", "a worker that waits for credit takes in what the host sends",
        [
            new("a cancel", CancelledWaitAsync) { Needs = Count },
            new("the end of input", EndedWaitAsync) { Needs = Count },
            new("requests, and credit behind them", RequestsBehindAsync) { Needs = Count },
        ]),
        new("P40", "a stream that is cancelled ends soon", [new("a million chunks", CancelledStreamAsync) { Needs = Count }]),
        new("P41", "at least 256 messages may wait for a running command", [new("256 requests, then a cancel", ManyWaitingAsync) { Needs = ["sleep"], Features = ["cancel"] }]),
        new("P42", "an answer is not held back for a request that has not come",
        [
            new("one request at a time", NeverHeldAsync),
            new("several together", TogetherAsync),
        ]),
    ];

    private static async Task ChunksInOrderAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":100}""");
        Expect(await worker.ChunksAsync(id, 100), 1);
        await worker.NextAsync("result", id);
        await worker.BarrierAsync();
    }

    private static void Expect(IReadOnlyList<string> values, int first)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] != $"{first + i}")
                throw new BrokenRequirementException($"{first + i} was due as the next chunk, and {values[i]} came");
        }
    }

    // A cancel ends the wait for credit (P39), and no chunk follows its answer (P40): so it shows that none is on its way.
    private static async Task NoMoreChunksAsync(Conversation worker, long id)
    {
        await worker.SendAsync(HostText.Cancel(id));
        await worker.ErrorAsync(id, "Cancelled");
        await worker.BarrierAsync();
    }

    private static async Task WindowAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":6}""", fields: ",\"window\":2");
        Expect(await worker.ChunksAsync(id, 2), 1);
        await NoMoreChunksAsync(worker, id);
    }

    private static async Task CreditAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":9}""", fields: ",\"window\":1");
        Expect(await worker.ChunksAsync(id, 1), 1);
        await worker.SendAsync(HostText.Credit(id, 3));
        Expect(await worker.ChunksAsync(id, 3), 2);
        await worker.SendAsync(HostText.Credit(id, 1));
        Expect(await worker.ChunksAsync(id, 1), 5);
        await NoMoreChunksAsync(worker, id);
    }

    private static async Task NoWindowAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":3000}""");
        Expect(await worker.ChunksAsync(id, 3000), 1);
        await worker.NextAsync("result", id);
    }

    private static async Task ProgressAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":3,"progress":true}""", fields: ",\"window\":3");
        for (int i = 0; i < 3; i++)
        {
            await worker.NextAsync("chunk", id);
            await worker.NextAsync("progress", id);
        }

        await worker.NextAsync("result", id);
    }

    private static async Task IdleCreditAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(HostText.Credit(99, int.MaxValue));
        long none = await worker.RequestAsync("count", """{"to":5}""");
        await worker.SendAsync(HostText.Credit(none, 1));
        await worker.ChunksAsync(none, 5);
        await worker.NextAsync("result", none);
        await worker.SendAsync(HostText.Credit(none, 7));

        // The most that can be granted, twice.
        long id = await worker.RequestAsync("count", """{"to":4}""", fields: ",\"window\":1");
        await worker.ChunksAsync(id, 1);
        await worker.SendTogetherAsync([HostText.Credit(id, int.MaxValue), HostText.Credit(id, int.MaxValue)]);
        await worker.ChunksAsync(id, 3);
        await worker.NextAsync("result", id);
        await worker.BarrierAsync();
    }

    private static async Task CancelledWaitAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":6}""", fields: ",\"window\":1");
        await worker.ChunksAsync(id, 1);
        await NoMoreChunksAsync(worker, id);
    }

    private static async Task EndedWaitAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ChunksAsync(await worker.RequestAsync("count", """{"to":6}""", fields: ",\"window\":1"), 1);
        worker.Process.CloseInput();
        await worker.EndsAsync(0);
    }

    private static async Task RequestsBehindAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", """{"to":2}""", fields: ",\"window\":1");
        long[] behind = [await worker.RequestAsync(NoCommand), await worker.RequestAsync(NoCommand)];
        await worker.ChunksAsync(id, 1);
        await worker.SendAsync(HostText.Credit(id, 1));
        await worker.ChunksAsync(id, 1);
        await worker.NextAsync("result", id);
        foreach (long waiting in behind)
            await worker.NextAsync("error", waiting);
    }

    private static async Task CancelledStreamAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("count", $$"""{"to":{{Endless}}}""");
        await worker.ChunksAsync(id, 1);
        await worker.SendAsync(HostText.Cancel(id));
        for (int chunks = 0; chunks < ChunksAfterCancel; chunks++)
        {
            WorkerFrame frame = await worker.NextAsync("chunk or error");
            if (frame.Type == "chunk")
                continue;
            if (frame.Type != "error" || frame.ErrorType != "Cancelled")
                throw new BrokenRequirementException($"an error of type Cancelled was due, and this came: {frame}");
            await worker.BarrierAsync();
            return;
        }

        throw new BrokenRequirementException($"{ChunksAfterCancel} chunks came after the cancel, and no answer");
    }

    private static async Task ManyWaitingAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long running = await worker.RequestAsync("sleep", """{"seconds":600}""");
        long[] waiting = [.. Enumerable.Range(0, MostWaiting).Select(_ => worker.NextId())];
        await worker.SendTogetherAsync(waiting.Select(id => HostText.Request(id, NoCommand)));
        await worker.SendAsync(HostText.Cancel(running));
        await worker.ErrorAsync(running, "Cancelled");
        foreach (long id in waiting)
            await worker.NextAsync("error", id);
    }

    // So often that a worker which learns what is quick has learnt it.
    private static async Task NeverHeldAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string command = probe.Offer.Commands.ContainsKey("echo") ? "echo" : NoCommand;
        for (int i = 0; i < 50; i++)
        {
            long id = await worker.RequestAsync(command, fields: ",\"more\":true");
            WorkerFrame answer = await worker.NextAsync("answer");
            if (answer.Id != id)
                throw new BrokenRequirementException($"request {id} was answered by {answer}");
        }
    }

    private static async Task TogetherAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string command = probe.Offer.Commands.ContainsKey("echo") ? "echo" : NoCommand;
        long[] ids = [.. Enumerable.Range(0, 16).Select(_ => worker.NextId())];
        await worker.SendTogetherAsync(ids.Select(id => HostText.Request(id, command, fields: id < ids[^1] ? ",\"more\":true" : "")));
        foreach (long id in ids)
        {
            WorkerFrame answer = await worker.NextAsync("answer");
            if (answer.Id != id)
                throw new BrokenRequirementException($"request {id} was answered by {answer}");
        }
    }
}
