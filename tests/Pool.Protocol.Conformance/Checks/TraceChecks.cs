using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 10: spans.</summary>
internal static class TraceChecks
{
    private const string Trace = ",\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"";
    private const string NoCommand = "no such command";

    // Clocks of two processes on one machine, one of which may be set meanwhile.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P48", "a span comes with a traced request alone, and is complete",
        [
            new("a traced request", TracedAsync),
            new("a request without a trace", UntracedAsync),
        ]),
    ];

    private static async Task TracedAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        string command = probe.Offer.Commands.ContainsKey("sleep") ? "sleep" : NoCommand;
        await worker.RequestAsync(command, """{"seconds":0.02}""", fields: Trace);
        WorkerFrame answer = await worker.NextAsync("answer");
        if (!answer.Root.TryGetProperty("span", out JsonElement span) || span.ValueKind == JsonValueKind.Null)
            throw new NotApplicableException("it sends no spans");

        long nowUs = (TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        if (Math.Abs(span.GetProperty("start_us").GetInt64() - nowUs) > ClockTolerance.TotalMicroseconds)
            throw new BrokenRequirementException($"the span begins at {span.GetProperty("start_us")} µs; it is {nowUs} µs now");
        if (command == "sleep" && span.GetProperty("duration_us").GetInt64() is < 15_000 or > 3_600_000_000)
            throw new BrokenRequirementException($"the span of 20 ms of sleep took {span.GetProperty("duration_us")} µs");
        if (span.GetProperty("name").GetString() != command)
            throw new BrokenRequirementException($"the span of '{command}' is called '{span.GetProperty("name")}'");
    }

    private static async Task UntracedAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.RequestAsync(probe.Offer.Commands.ContainsKey("echo") ? "echo" : NoCommand);
        WorkerFrame answer = await worker.NextAsync("answer");
        if (answer.Root.TryGetProperty("span", out JsonElement span) && span.ValueKind != JsonValueKind.Null)
            throw new BrokenRequirementException($"nobody asked for a trace: {answer}");
    }
}
