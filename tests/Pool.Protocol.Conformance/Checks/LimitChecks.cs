using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>P8 to P10: limits in both directions.</summary>
internal static class LimitChecks
{
    private const int LowestLimit = 1024;
    private const int MaxLevels = 64;
    private const int MaxBlobs = 1024;

    // Room for any hello; small enough to be exceeded at no cost.
    private const int SmallLimit = 4096;
    private const int LargestTried = 64 * 1024 * 1024;

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P8", "limits are checked before memory is taken",
        [
            new("a length above the limit", LengthAsync),
            new("blobs above the limit", BlobsAsync),
            new("a frame as large as the limit", AtTheLimitAsync),
            new("64 levels", DeepestAsync),
            new("65 levels", probe => probe.RefusesAsync(Nested(MaxLevels + 1))),
            new("1024 blobs", MostBlobsAsync) { Needs = ["echo"] },
            new("1025 blobs", probe => probe.RefusesAsync(ManyBlobs(1, MaxBlobs + 1), [.. Enumerable.Repeat(Array.Empty<byte>(), MaxBlobs + 1)])),
            new("the limit in its hello", LimitInHelloAsync),
        ]),
        new("P9", "a host's hello below 16 MiB is read", [new("a hello of 1 MiB", LargeHelloAsync)]),
        new("P10", "nothing above the host's limit is written",
        [
            new("a large answer", probe => TooLargeAsync(probe, $"\"{new string('x', SmallLimit)}\"")) { Needs = ["echo"] },
            new("large blobs", probe => TooLargeAsync(probe, """{"$blob":0}""", new byte[SmallLimit])) { Needs = ["echo"] },
            new("an answer as large as the limit", AnswerAtTheLimitAsync) { Needs = ["echo"] },
            new("a large error", LargeErrorAsync) { Needs = ["fail"] },
        ]),
    ];

    private static async Task LengthAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();

        // Not a byte follows, so a worker that reads on before it looks at the length never ends.
        await Probe.RefusesAsync(worker, FrameBytes.Length((uint)(probe.Offer.MaxFrameBytes + 1)), followedBy: null);
    }

    private static async Task BlobsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string json = HostText.Request(1, "echo", """[{"$blob":0},{"$blob":1}]""", fields: $",\"blobs\":[10,{probe.Offer.MaxFrameBytes - 20}]");
        await Probe.RefusesAsync(worker, FrameBytes.Of(json), followedBy: null);
    }

    private static async Task AtTheLimitAsync(Probe probe)
    {
        if (probe.Offer.MaxFrameBytes > LargestTried)
            throw new NotApplicableException($"its limit of {probe.Offer.MaxFrameBytes} bytes is above the {LargestTried} that are tried");
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(HostText.Ping(1).PadRight((int)probe.Offer.MaxFrameBytes));
        await worker.NextAsync("pong", 1);
    }

    private static async Task DeepestAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(Nested(MaxLevels));
        await worker.NextAsync("pong", 1);
    }

    private static string Nested(int levels) =>
        $$"""{"type":"ping","id":1,"deep":{{new string('[', levels - 1)}}{{new string(']', levels - 1)}}}""";

    private static async Task MostBlobsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.SendAsync(ManyBlobs(1, MaxBlobs));
        WorkerFrame echo = await worker.NextAsync("result", 1);
        if (echo.Blobs.Count != MaxBlobs)
            throw new BrokenRequirementException($"of {MaxBlobs} blobs {echo.Blobs.Count} came back");
    }

    private static string ManyBlobs(long id, int count) => HostText.Request(
        id, "echo", $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"$blob":{{i}}}"""))}]",
        fields: $",\"blobs\":[{string.Join(',', Enumerable.Repeat(0, count))}]");

    private static Task LimitInHelloAsync(Probe probe) => probe.Offer.MaxFrameBytes is >= LowestLimit and <= int.MaxValue
        ? Task.CompletedTask
        : throw new BrokenRequirementException($"its max_frame_bytes is {probe.Offer.MaxFrameBytes}; the range is {LowestLimit} to {int.MaxValue}");

    private static async Task LargeHelloAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        await worker.SendAsync(HostText.Hello().PadRight(1 << 20));
        WorkerFrame hello = await worker.NextAsync("hello");
        if (hello.Type != "hello")
            throw new BrokenRequirementException($"it was answered by {hello}");
    }

    private static async Task TooLargeAsync(Probe probe, string args, params byte[][] blobs)
    {
        await using Conversation worker = await probe.StartGreetedAsync(SmallLimit);
        await worker.ErrorAsync(await worker.RequestAsync("echo", args, blobs: blobs), "FrameTooLarge");
        await worker.BarrierAsync();
    }

    private static async Task AnswerAtTheLimitAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync(SmallLimit);
        WorkerFrame empty = await worker.NextAsync("result", await worker.RequestAsync("echo", "\"\""));

        // Ids of one digit all three, so that the frames differ by their text alone.
        string fits = new('x', SmallLimit - empty.Size);
        WorkerFrame whole = await worker.NextAsync("result", await worker.RequestAsync("echo", $"\"{fits}\""));
        if (whole.Size != SmallLimit)
            throw new BrokenRequirementException($"an answer of {SmallLimit} bytes was expected and came with {whole.Size}");
        await worker.ErrorAsync(await worker.RequestAsync("echo", $"\"{fits}x\""), "FrameTooLarge");
        await worker.BarrierAsync();
    }

    private static async Task LargeErrorAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync(SmallLimit);
        string message = new('m', SmallLimit);
        await worker.ErrorAsync(await worker.RequestAsync("fail", $$"""{"type":"Long","message":"{{message}}"}"""), "Long");
        await worker.BarrierAsync();
    }
}
