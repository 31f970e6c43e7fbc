using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>P34 and P35: types of errors, and what a host makes of a broken worker.</summary>
internal static class ErrorChecks
{
    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P34", "reserved types of errors mean what they say",
        [
            new("an unknown command", UnknownCommandAsync),
            new("arguments that do not fit", InvalidArgumentsAsync) { Needs = ["sleep"] },
            new("an error of the worker's own", OwnErrorAsync) { Needs = ["fail"] },
        ]),
        Requirement.OfTheHost("P35", "a worker that breaks the protocol is killed", "it reads what the worker writes"),
    ];

    private static async Task UnknownCommandAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ErrorAsync(await worker.RequestAsync("no such command"), "UnknownCommand");
        await worker.BarrierAsync();
    }

    private static async Task InvalidArgumentsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ErrorAsync(await worker.RequestAsync("sleep", """{"seconds":"long"}"""), "InvalidArguments");
        await worker.ErrorAsync(await worker.RequestAsync("sleep", "[1]"), "InvalidArguments");
        await worker.ErrorAsync(await worker.RequestAsync("sleep"), "InvalidArguments");
        await worker.BarrierAsync();
    }

    private static async Task OwnErrorAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        long id = await worker.RequestAsync("fail", """{"type":"OutOfTea","message":"no ü","retryable":true}""");
        WorkerFrame error = await worker.ErrorAsync(id, "OutOfTea");
        JsonElement what = error.Root.GetProperty("error");
        if (what.GetProperty("message").GetString() != "no ü" || !what.TryGetProperty("retryable", out JsonElement retryable) || retryable.ValueKind != JsonValueKind.True)
            throw new BrokenRequirementException($"the message 'no ü' and retryable were due: {error}");
    }
}
