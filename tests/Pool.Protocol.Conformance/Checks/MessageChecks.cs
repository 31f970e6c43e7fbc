using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 4: what holds for all messages.</summary>
internal static class MessageChecks
{
    // No worker has it, and each must say so.
    private const string NoCommand = "no such command";

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P15", "a message is known by its type",
        [
            new("an unknown type", probe => probe.RefusesAsync("""{"type":"nonsense","id":1}""")),
            new("a message of the other direction", probe => probe.RefusesAsync("""{"type":"pong","id":1}""")),
        ]),
        new("P16", "unknown fields are ignored",
        [
            new("in a hello", UnknownInHelloAsync),
            new("in other messages", UnknownElsewhereAsync),
        ]),
        new("P17", "an optional field that is null counts as absent", [new("in a request", NullFieldsAsync)]),
        new("P18", "no known field is written twice", [new("in every kind of answer", WritesOnceAsync)]),
        new("P19", "integers, names and texts are written and read exactly",
        [
            new("integers that it writes", WritesOnceAsync),
            new("the largest id", LargestIdAsync),
            new("escapes in names", EscapedNamesAsync),
            new("names that differ in case", probe => probe.RefusesAsync("""{"Type":"ping","id":1}""")),
            new("an empty text", probe => probe.RefusesAsync(HostText.Request(1, NoCommand, session: ""))),
        ]),
    ];

    private static async Task UnknownInHelloAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        await worker.SendAsync("""
            {"type":"hello","new":{"type":"ping"},"protocol":{"min":1,"max":1,"new":[1]},"worker_id":"w","max_frame_bytes":65536,"newer":null}
            """);
        WorkerFrame hello = await worker.NextAsync("hello");
        if (hello.Type != "hello")
            throw new BrokenRequirementException($"it was answered by {hello}");
    }

    private static async Task UnknownElsewhereAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync("""{"type":"end_session","new":1,"session":"s"}""");
        await worker.SendAsync("""{"type":"cancel","id":99,"new":1}""");
        await worker.SendAsync("""{"type":"credit","id":99,"chunks":1,"new":1}""");
        await worker.SendAsync(HostText.Request(1, NoCommand, fields: ",\"new\":{\"id\":7}"));
        await worker.ErrorAsync(1, "UnknownCommand");
        await worker.SendAsync("""{"type":"ping","new":{"type":"shutdown"},"id":2}""");
        await worker.NextAsync("pong", 2);
    }

    private static async Task NullFieldsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        const string Nulls = ",\"session\":null,\"deadline_ms\":null,\"traceparent\":null,\"window\":null,\"more\":null,\"blobs\":null";
        await worker.ErrorAsync(await worker.RequestAsync(NoCommand, fields: Nulls), "UnknownCommand");
        await worker.BarrierAsync();
    }

    // Each frame is judged as it is read: here every kind of it is.
    private static async Task WritesOnceAsync(Probe probe)
    {
        const string Trace = ",\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"";
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.BarrierAsync();
        await worker.ErrorAsync(await worker.RequestAsync(NoCommand, fields: Trace), "UnknownCommand");
        if (probe.Offer.Commands.ContainsKey("echo"))
            await worker.NextAsync("result", await worker.RequestAsync("echo", fields: Trace));
        if (probe.Offer.Commands.ContainsKey("count"))
        {
            long stream = await worker.RequestAsync("count", """{"to":1,"progress":true}""");
            await worker.NextAsync("chunk", stream);
            await worker.NextAsync("progress", stream);
            await worker.NextAsync("result", stream);
        }
    }

    private static async Task LargestIdAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(HostText.Ping(long.MaxValue));
        await worker.NextAsync("pong", long.MaxValue);
        await worker.SendAsync(HostText.Request(long.MaxValue - 1, NoCommand));
        await worker.NextAsync("error", long.MaxValue - 1);
    }

    private static async Task EscapedNamesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync("""{"\u0074ype":"\u0070ing","i\u0064":1}""");
        await worker.NextAsync("pong", 1);
    }
}
