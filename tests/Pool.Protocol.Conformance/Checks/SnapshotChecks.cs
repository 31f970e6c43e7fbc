using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 9: a session's state, told and taken over.</summary>
internal static class SnapshotChecks
{
    private const string Signature = """{"signature":{"inputs":[],"outputs":[]}}""";

    private static readonly string[] Demo = ["append", "total"];
    private static readonly string[] Feature = ["snapshot"];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P43", "a worker tells and takes states, or says SnapshotUnavailable", [new("snapshot and restore", OfferedAsync)]),
        new("P44", "after restore a session goes on as after its mutations",
        [
            new("values", GoesOnAsync) { Needs = Demo, Features = Feature },
            new("names that it makes up", MakesUpNamesAsync) { Needs = ["create_program"], Features = Feature },
        ]),
        new("P45", "null stands for a session without state",
        [
            new("of a session that never was", NoStateAsync) { Features = Feature },
            new("restored", NullRestoredAsync) { Needs = Demo, Features = Feature },
        ]),
        new("P46", "restore replaces everything, or nothing",
        [
            new("a session that has state", ReplacesAsync) { Needs = Demo, Features = Feature },
            new("a state that does not fit", MisfitAsync) { Needs = Demo, Features = Feature },
        ]),
        new("P47", "snapshot and restore keep their place and can be cancelled",
        [
            new("behind a mutation", InPlaceAsync) { Needs = ["append", "total", "count"], Features = Feature },
            new("cancelled while they wait", CancelledAsync) { Needs = ["append", "total", "count"], Features = Feature },
        ]),
    ];

    private static async Task OfferedAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long snapshot = worker.NextId();
        long restore = worker.NextId();
        await worker.SendAsync(HostText.Snapshot(snapshot, "s"));
        await worker.SendAsync(HostText.Restore(restore, "s", "null"));
        if (probe.Offer.Features.Contains("snapshot"))
        {
            await worker.NextAsync("result", snapshot);
            await worker.NextAsync("result", restore);
        }
        else
        {
            await worker.ErrorAsync(snapshot, "SnapshotUnavailable");
            await worker.ErrorAsync(restore, "SnapshotUnavailable");
        }
    }

    private static async Task GoesOnAsync(Probe probe)
    {
        await using Conversation first = await probe.StartGreetedAsync();
        await using Conversation second = await probe.StartGreetedAsync();
        await first.ValueOfAsync("append", """{"value":3}""", "s");
        await first.ValueOfAsync("append", """{"value":-1}""", "s");
        await second.RestoreAsync("s", await StateAsync(first));
        await ExpectSameAsync(first, second, "total", "null");
        await ExpectSameAsync(first, second, "append", """{"value":5}""");
        await ExpectSameAsync(first, second, "total", "null");
    }

    private static async Task MakesUpNamesAsync(Probe probe)
    {
        await using Conversation first = await probe.StartGreetedAsync();
        await using Conversation second = await probe.StartGreetedAsync();
        await first.ValueOfAsync("create_program", Signature, "s");
        if (probe.Offer.Commands.ContainsKey("delete_program"))
            await first.ValueOfAsync("delete_program", """{"program_id":"program-1"}""", "s");
        await second.RestoreAsync("s", await StateAsync(first));
        string original = (await first.ValueOfAsync("create_program", Signature, "s")).GetProperty("program_id").GetString()!;
        string restored = (await second.ValueOfAsync("create_program", Signature, "s")).GetProperty("program_id").GetString()!;
        if (original != restored)
            throw new BrokenRequirementException($"the next program is '{original}', and after restore '{restored}'");
    }

    // The demo's states hold no bytes, so their JSON can be sent back as it came.
    private static async Task<string> StateAsync(Conversation worker) => (await worker.SnapshotAsync("s")).GetRawText();

    private static async Task ExpectSameAsync(Conversation first, Conversation second, string command, string args)
    {
        JsonElement original = await first.ValueOfAsync(command, args, "s");
        JsonElement restored = await second.ValueOfAsync(command, args, "s");
        if (!JsonElement.DeepEquals(original, restored))
            throw new BrokenRequirementException($"{command} gives {original.GetRawText()}, and after restore {restored.GetRawText()}");
    }

    private static async Task NoStateAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string state = await StateAsync(worker);
        if (state != "null")
            throw new BrokenRequirementException($"null was due, and {state} came");
    }

    private static async Task NullRestoredAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        await worker.RestoreAsync("s", "null");
        string state = await StateAsync(worker);
        if (state != "null")
            throw new BrokenRequirementException($"after null was restored the session's state is {state}");
        await ExpectCountAsync(worker, 0);
    }

    private static async Task ReplacesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        string one = await StateAsync(worker);
        await worker.ValueOfAsync("append", """{"value":4}""", "s");
        await worker.RestoreAsync("s", one);
        await ExpectCountAsync(worker, 1);
    }

    private static async Task MisfitAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        long id = worker.NextId();
        await worker.SendAsync(HostText.Restore(id, "s", "[1]"));
        await worker.ErrorAsync(id, "InvalidSnapshot");
        await ExpectCountAsync(worker, 1);
    }

    private static async Task ExpectCountAsync(Conversation worker, int count)
    {
        JsonElement total = await worker.ValueOfAsync("total", session: "s");
        if (total.GetProperty("count").GetInt32() != count)
            throw new BrokenRequirementException($"{count} values were due, and this came: {total.GetRawText()}");
    }

    private static async Task InPlaceAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        (long stream, long append, long snapshot, long restore) = await HeldAsync(worker);
        long total = await worker.RequestAsync("total", session: "s");
        await worker.SendAsync(HostText.Credit(stream, 1));
        await worker.NextAsync("chunk", stream);
        await worker.NextAsync("result", stream);
        await worker.NextAsync("result", append);
        WorkerFrame state = await worker.NextAsync("result", snapshot);
        if (state.Value.ValueKind == JsonValueKind.Null)
            throw new BrokenRequirementException("a snapshot was taken ahead of the mutation before it");
        await worker.NextAsync("result", restore);
        WorkerFrame after = await worker.NextAsync("result", total);
        if (after.Value.GetProperty("count").GetInt32() != 0)
            throw new BrokenRequirementException($"a state was restored ahead of the mutation before it: {after}");
    }

    // Requests that a stream without credit holds up.
    private static async Task<(long Stream, long Append, long Snapshot, long Restore)> HeldAsync(Conversation worker)
    {
        long stream = await worker.RequestAsync("count", """{"to":2}""", fields: ",\"window\":1");
        await worker.NextAsync("chunk", stream);
        long append = await worker.RequestAsync("append", """{"value":3}""", "s");
        (long snapshot, long restore) = (worker.NextId(), worker.NextId());
        await worker.SendAsync(HostText.Snapshot(snapshot, "s"));
        await worker.SendAsync(HostText.Restore(restore, "s", "null"));
        return (stream, append, snapshot, restore);
    }

    private static async Task CancelledAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        (long stream, long append, long snapshot, long restore) = await HeldAsync(worker);
        await worker.SendTogetherAsync([HostText.Cancel(snapshot), HostText.Cancel(restore), HostText.Credit(stream, 1)]);
        var cancelled = new HashSet<long?>();
        for (int answers = 0; answers < 5; answers++)
        {
            WorkerFrame answer = await worker.NextAsync("answer");
            if (answer.Type == "error" && answer.ErrorType == "Cancelled")
                cancelled.Add(answer.Id);
            else if (answer.Id != stream && answer.Id != append)
                throw new BrokenRequirementException($"{snapshot} and {restore} were cancelled while they waited, and this came: {answer}");
        }

        if (!cancelled.SetEquals([snapshot, restore]))
            throw new BrokenRequirementException($"{snapshot} and {restore} were cancelled, and these were answered so: {string.Join(", ", cancelled)}");
        await ExpectCountAsync(worker, 1);
    }
}
