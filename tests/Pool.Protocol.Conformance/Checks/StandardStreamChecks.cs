using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 1: what the standard streams carry.</summary>
internal static class StandardStreamChecks
{
    private const int Prints = 5;

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P1", "frames come by standard input and leave by standard output", [new("a hello is answered", AnswersAsync)]),
        new("P2", "nothing but frames reaches standard output",
        [
            new("prints of a command", PrintsAsync) { Needs = ["write_stdout"] },
            new("from start to end", NothingElseAsync),
            new("descriptors that children inherit", DescriptorsAsync),
        ]),
        new("P3", "a host that no longer reads standard error does no harm", [new("standard error is closed", ClosedErrorsAsync) { Needs = ["write_stderr"] }]),
        new("P4", "SIGINT is ignored",
        [
            new("while idle", InterruptedIdleAsync),
            new("while a command runs", InterruptedBusyAsync) { Needs = ["sleep"] },
        ]),
    ];

    private static async Task AnswersAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
    }

    private static async Task PrintsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        for (int i = 0; i < Prints; i++)
            await worker.ValueOfAsync("write_stdout", """{"text":"a stray \u0001 print"}""");
        await worker.BarrierAsync();
    }

    private static async Task NothingElseAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.BarrierAsync();
        await worker.SendAsync(HostText.Shutdown());
        if (await worker.Process.ReadAsync("end of output") is { } frame)
            throw new BrokenRequirementException($"it wrote {frame} on its way out");
    }

    private static async Task DescriptorsAsync(Probe probe)
    {
        if (!OperatingSystem.IsLinux())
            throw new NotApplicableException("open files are seen on Linux alone");
        await using Conversation worker = probe.Start();
        Offer offer = await worker.GreetAsync();
        IReadOnlyList<int> inherited = DescriptorTable.InheritedBy(offer.Pid ?? worker.Process.Pid, worker.Process.PipeNames());
        if (inherited.Count > 0)
            throw new BrokenRequirementException($"programs that it starts inherit its frame streams as descriptor {string.Join(", ", inherited)}");
    }

    private static async Task ClosedErrorsAsync(Probe probe)
    {
        await using Conversation worker = probe.Start(drain: false);
        await worker.GreetAsync();
        worker.Process.CloseErrors();
        for (int i = 0; i < Prints; i++)
            await worker.ValueOfAsync("write_stderr", """{"text":"nobody reads this"}""");
        await worker.BarrierAsync();
    }

    // Whether it died of the signal is seen for certain at its end alone.
    private static async Task InterruptedIdleAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        worker.Process.Interrupt();
        await worker.BarrierAsync();
        await worker.SendAsync(HostText.Shutdown());
        await worker.EndsAsync(0);
    }

    private static async Task InterruptedBusyAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("sleep", """{"seconds":0.1}""");
        worker.Process.Interrupt();
        await worker.NextAsync("result", id);
        await worker.SendAsync(HostText.Shutdown());
        await worker.EndsAsync(0);
    }
}
