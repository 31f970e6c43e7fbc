using System.Text;
using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 2 up to P7: lengths, JSON, blobs.</summary>
internal static class FrameChecks
{
    private const string Wide = "ü𝄞€";

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P5", "the length is unsigned, big-endian and counts the JSON's bytes",
        [
            new("a frame in pieces", PiecesAsync),
            new("several frames in one write", SeveralFramesAsync),
            new("bytes that are no characters", WideTextAsync) { Needs = ["echo"] },
            new("the highest bit", probe => MalformedAsync(probe, FrameBytes.Length(uint.MaxValue))),
        ]),
        new("P6", "the JSON is strict",
        [
            new("a comment", probe => BadPingAsync(probe, "/**/")),
            new("a trailing comma", probe => BadPingAsync(probe, ",")),
            new("NaN", probe => BadPingAsync(probe, ",\"x\":NaN")),
            new("Infinity", probe => BadPingAsync(probe, ",\"x\":-Infinity")),
            new("a control character in a string", probe => BadPingAsync(probe, ",\"x\":\"\n\"")),
            new("text after the object", probe => probe.RefusesAsync(HostText.Ping(1) + " x")),
            new("invalid UTF-8", probe => MalformedAsync(probe, FrameBytes.Of([.. "{\"type\":\"ping\",\"id\":1,\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]))),
            new("a byte order mark", probe => MalformedAsync(probe, FrameBytes.Of("\uFEFF" + HostText.Ping(1)))),
            new("white space around it", WhiteSpaceAsync),
            new("what it writes", WritesStrictJsonAsync),
        ]),
        new("P7", "blobs follow the JSON in their order",
        [
            new("several blobs", SeveralBlobsAsync) { Needs = ["echo"] },
            new("an empty list", EmptyListAsync),
            new("a length below zero", probe => BadPingAsync(probe, ",\"blobs\":[-1]")),
            new("a length that is no integer", probe => BadPingAsync(probe, ",\"blobs\":[\"1\"]")),
            new("no list", probe => BadPingAsync(probe, ",\"blobs\":3")),
        ]),
    ];

    // The answer to the frame before shows that a piece was there to be read by itself; once at each place in a frame.
    private static async Task PiecesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        byte[] whole = FrameBytes.Of(HostText.Ping(2));
        for (int piece = 1; piece < whole.Length; piece++)
        {
            await worker.Process.WriteAsync((byte[])[.. FrameBytes.Of(HostText.Ping(1)), .. whole.AsSpan(0, piece)]);
            await worker.NextAsync("pong", 1);
            await worker.Process.WriteAsync(whole.AsMemory(piece));
            await worker.NextAsync("pong", 2);
        }
    }

    private static async Task SeveralFramesAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long[] ids = [.. Enumerable.Range(0, 20).Select(_ => worker.NextId())];
        await worker.SendTogetherAsync(ids.Select(HostText.Ping));
        foreach (long id in ids)
            await worker.NextAsync("pong", id);
    }

    private static async Task WideTextAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("echo", $$"""["{{Wide}}",{"$blob":0}]""", blobs: [1, 2, 3]);
        WorkerFrame echo = await worker.NextAsync("result", id);
        if (echo.Value[0].GetString() != Wide || !echo.BlobOf(echo.Value[1]).AsSpan().SequenceEqual((byte[])[1, 2, 3]))
            throw new BrokenRequirementException($"'{Wide}' and three bytes came back as {echo}");
        await worker.BarrierAsync();
    }

    private static async Task WhiteSpaceAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(" \r\n\t{ \"type\" : \"ping\" ,\n\"id\" : 1 }\n ");
        await worker.NextAsync("pong", 1);
    }

    // Each frame is judged as it is read; here are the kinds of text in which a hand-made encoder goes wrong.
    private static async Task WritesStrictJsonAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string command = probe.Offer.Commands.ContainsKey("echo") ? "echo" : "no such command";
        long id = await worker.RequestAsync(command, """{"a\"\\b":"\u0001\n\u2028","c":[1e3,-0.5,null,true],"ü":""}""");
        WorkerFrame answer = await worker.NextAsync("answer");
        if (answer.Id != id)
            throw new BrokenRequirementException($"request {id} was answered by {answer}");
        if (command == "echo" && !JsonElement.DeepEquals(answer.Value, JsonElement.Parse("""{"a\"\\b":"\u0001\n\u2028","c":[1000,-0.5,null,true],"ü":""}""")))
            throw new BrokenRequirementException($"the value came back changed: {answer}");
        await worker.BarrierAsync();
    }

    private static async Task SeveralBlobsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        byte[][] blobs = ["first"u8.ToArray(), [], [0, 0, 0, 2, (byte)'{', (byte)'}']];
        long id = await worker.RequestAsync("echo", """[{"$blob":0},{"$blob":1},{"$blob":2}]""", blobs: blobs);
        WorkerFrame echo = await worker.NextAsync("result", id);
        for (int i = 0; i < blobs.Length; i++)
        {
            byte[] came = echo.BlobOf(echo.Value[i]);
            if (!came.AsSpan().SequenceEqual(blobs[i]))
                throw new BrokenRequirementException($"{Convert.ToHexString(blobs[i])} came back as {Convert.ToHexString(came)}");
        }

        await worker.BarrierAsync();
    }

    private static async Task EmptyListAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync("""{"type":"ping","id":1,"blobs":[]}""");
        await worker.NextAsync("pong", 1);
    }

    private static Task BadPingAsync(Probe probe, string members) =>
        MalformedAsync(probe, FrameBytes.Of(Encoding.UTF8.GetBytes($$"""{"type":"ping","id":1{{members}}}""")));

    private static async Task MalformedAsync(Probe probe, byte[] bytes)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await Probe.RefusesAsync(worker, bytes, bytes.Length == FrameBytes.HeaderBytes ? null : HostText.Ping(2));
    }
}
