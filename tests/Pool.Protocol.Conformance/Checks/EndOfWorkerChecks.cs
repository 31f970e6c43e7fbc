using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>P28 and P29: the host is gone.</summary>
internal static class EndOfWorkerChecks
{
    private const string NoCommand = "no such command";

    // Only half of it is ever sent.
    private static readonly byte[] HalfAFrame = [0, 0, 1, 0, (byte)'{', (byte)'"'];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P28", "at the end of its input it exits at once with code 0",
        [
            new("while idle", IdleAsync),
            new("before the hello", BeforeHelloAsync),
            new("inside a frame", InsideFrameAsync),
            new("while a command waits", probe => BusyAsync(probe, "sleep", """{"seconds":600}""")) { Needs = ["sleep"] },
            new("while a command ignores everything", probe => BusyAsync(probe, "sleep", """{"seconds":600,"ignore_cancel":true}""")) { Needs = ["sleep"] },
            new("while a command computes", probe => BusyAsync(probe, "work", """{"milliseconds":600000}""")) { Needs = ["work"] },
        ]),
        new("P29", "when its output is closed it does the same",
        [
            new("before an answer", ClosedOutputAsync),
            new("in the midst of a stream", ClosedStreamAsync) { Needs = ["count"] },
        ]),
    ];

    private static async Task IdleAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.BarrierAsync();
        worker.Process.CloseInput();
        await worker.EndsAsync(0);
    }

    private static async Task BeforeHelloAsync(Probe probe)
    {
        await using Conversation worker = probe.Start();
        worker.Process.CloseInput();
        await worker.EndsAsync(0);
    }

    private static async Task InsideFrameAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.Process.WriteAsync(HalfAFrame);
        worker.Process.CloseInput();
        await worker.EndsAsync(0);
    }

    private static async Task BusyAsync(Probe probe, string command, string args)
    {
        await using Conversation worker = await probe.StartGreetedAsync();

        // Both lie in the pipe before the answer to the first, so the second begins or has begun when that is read.
        await worker.SendTogetherAsync([HostText.Request(1, NoCommand), HostText.Request(2, command, args)]);
        await worker.NextAsync("error", 1);
        worker.Process.CloseInput();
        await worker.EndsAsync(0);
    }

    private static async Task ClosedOutputAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        worker.Process.CloseOutput();

        // Not one ping alone: a process that is just being started for another check holds a copy of the pipe until it is.
        while (await worker.Process.TryWriteAsync(FrameBytes.Of(HostText.Ping(1))))
        {
        }

        await worker.EndsAsync(0);
    }

    private static async Task ClosedStreamAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.NextAsync("chunk", await worker.RequestAsync("count", """{"to":1000000}"""));
        worker.Process.CloseOutput();
        await worker.EndsAsync(0);
    }
}
