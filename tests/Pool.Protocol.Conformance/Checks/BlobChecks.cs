using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 3: bytes in values.</summary>
internal static class BlobChecks
{
    private static readonly byte[] OneByte = [7];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P11", "bytes travel as blobs and references to them",
        [
            new("in both directions", ReferencesAsync) { Needs = ["echo"] },
            new("bytes that the worker makes", MadeBytesAsync) { Needs = ["blob"] },
        ]),
        new("P12", "each blob is referred to once, in the payload",
        [
            new("a blob without a reference", probe => RefusedArgsAsync(probe, "1")),
            new("a blob with two references", probe => RefusedArgsAsync(probe, """[{"$blob":0},{"$blob":0}]""")),
            new("a reference to no blob", probe => RefusedArgsAsync(probe, """[{"$blob":0},{"$blob":1}]""")),
            new("a reference outside the payload", probe => RefusedArgsAsync(probe, """1,"x":{"$blob":0}""")),
            new("blobs of a message without a payload", probe => probe.RefusesAsync("""{"type":"ping","id":1,"blobs":[1]}""", OneByte)),
        ]),
        new("P13", "a reference is an index and nothing else",
        [
            new("other members beside it", probe => RefusedArgsAsync(probe, """{"$blob":0,"x":1}""")),
            new("text", probe => RefusedArgsAsync(probe, """{"$blob":"0"}""")),
            new("a number below zero", probe => RefusedArgsAsync(probe, """[{"$blob":0},{"$blob":-1}]""")),
            new("a fraction", probe => RefusedArgsAsync(probe, """[{"$blob":0},{"$blob":0.5}]""")),
            new("a truth value", probe => RefusedArgsAsync(probe, """[{"$blob":0},{"$blob":false}]""")),
        ]),
        new("P14", "elsewhere $blob is a name like any other",
        [
            new("in a frame without blobs", PlainNameAsync) { Needs = ["echo"] },
            new("outside the payload", OutsideAsync) { Needs = ["echo"] },
        ]),
    ];

    private static async Task ReferencesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("echo", """{"b":[{"$blob":1}],"a":{"$blob":0}}""", blobs: ["zero"u8.ToArray(), "one"u8.ToArray()]);
        WorkerFrame echo = await worker.NextAsync("result", id);
        JsonElement value = echo.Value;
        if (!echo.BlobOf(value.GetProperty("a")).AsSpan().SequenceEqual("zero"u8) || !echo.BlobOf(value.GetProperty("b")[0]).AsSpan().SequenceEqual("one"u8))
            throw new BrokenRequirementException($"two blobs came back in each other's place: {echo}");
    }

    private static async Task MadeBytesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        WorkerFrame made = await worker.NextAsync("result", await worker.RequestAsync("blob", """{"size":300}"""));
        byte[] bytes = made.BlobOf(made.Value);
        if (bytes.Length != 300 || bytes[299] != 299 % 251)
            throw new BrokenRequirementException($"300 bytes that count up to 250 were expected: {Convert.ToHexString(bytes)}");
    }

    private static Task RefusedArgsAsync(Probe probe, string args) => probe.RefusesAsync(HostText.Request(1, "echo", args, fields: ",\"blobs\":[1]"), OneByte);

    private static async Task PlainNameAsync(Probe probe)
    {
        const string Args = """[{"$blob":3},{"$blob":"x","y":1}]""";
        await using Conversation worker = await probe.StartGreetedAsync();
        JsonElement value = await worker.ValueOfAsync("echo", Args);
        if (!JsonElement.DeepEquals(value, JsonElement.Parse(Args)))
            throw new BrokenRequirementException($"{Args} came back as {value.GetRawText()}");
    }

    private static async Task OutsideAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(HostText.Request(1, "echo", """{"$blob":0}""", fields: ""","x":{"$blob":9,"y":1},"blobs":[1]"""), OneByte);
        WorkerFrame echo = await worker.NextAsync("result", 1);
        if (!echo.BlobOf(echo.Value).AsSpan().SequenceEqual(OneByte))
            throw new BrokenRequirementException($"a blob came back as {echo}");
    }
}
