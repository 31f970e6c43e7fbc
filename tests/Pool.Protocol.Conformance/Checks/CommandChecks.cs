using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 6: kinds, sessions, replay.</summary>
internal static class CommandChecks
{
    private const string Signature = """{"signature":{"inputs":[],"outputs":[]}}""";

    private static readonly string[] Kinds = ["query", "idempotent", "mutation", "effect"];

    private static readonly Dictionary<string, string> KindsOfTheDemo = new(StringComparer.Ordinal)
    {
        ["echo"] = "query",
        ["sleep"] = "query",
        ["count"] = "query",
        ["total"] = "query",
        ["append"] = "mutation",
        ["create_program"] = "mutation",
    };

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P30", "each command has a kind",
        [
            new("one of the four", KnownKindsAsync),
            new("that of the demo", DemoKindsAsync) { Needs = ["append"] },
        ]),
        new("P31", "state belongs to a session",
        [
            new("two sessions", TwoSessionsAsync) { Needs = ["append", "total"] },
            new("a session that was ended", EndedSessionAsync) { Needs = ["append", "total"] },
            new("no session", NoSessionAsync) { Needs = ["append"] },
        ]),
        new("P32", "a mutation gives the same on a fresh worker",
        [
            new("values", probe => ReplayAsync(probe, "append", """{"value":7}""")) { Needs = ["append"] },
            new("names that it makes up", probe => ReplayAsync(probe, "create_program", Signature)) { Needs = ["create_program"] },
        ]),
        new("P33", "a mutation that fails leaves the session as it was", [new("arguments that do not fit", FailedMutationAsync) { Needs = ["append", "total"] }]),
    ];

    private static Task KnownKindsAsync(Probe probe) =>
        probe.Offer.Commands.FirstOrDefault(command => !Kinds.Contains(command.Value)) is { Key: { } name, Value: var kind }
            ? throw new BrokenRequirementException($"the kind of '{name}' is '{kind}', which is none of {string.Join(", ", Kinds)}")
            : Task.CompletedTask;

    private static Task DemoKindsAsync(Probe probe) =>
        KindsOfTheDemo.FirstOrDefault(demo => probe.Offer.Commands.TryGetValue(demo.Key, out string? kind) && kind != demo.Value) is { Key: { } name, Value: var due }
            ? throw new BrokenRequirementException($"the kind of '{name}' is '{probe.Offer.Commands[name]}', and {due} is due")
            : Task.CompletedTask;

    private static async Task TwoSessionsAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        await worker.ValueOfAsync("append", """{"value":9}""", "S");
        await ExpectTotalAsync(worker, "s", 3);
        await ExpectTotalAsync(worker, "S", 9);
        await ExpectTotalAsync(worker, "s ", 0);
    }

    private static async Task EndedSessionAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        await worker.ValueOfAsync("append", """{"value":9}""", "other");
        await worker.SendAsync(HostText.EndSession("s"));
        await worker.SendAsync(HostText.EndSession("never heard of"));
        await ExpectTotalAsync(worker, "s", 0);
        await ExpectTotalAsync(worker, "other", 9);
    }

    private static async Task NoSessionAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ErrorAsync(await worker.RequestAsync("append", """{"value":1}"""), "SessionRequired");
    }

    private static async Task ReplayAsync(Probe probe, string command, string args)
    {
        await using Conversation first = await probe.StartGreetedAsync();
        await using Conversation second = await probe.StartGreetedAsync();
        for (int i = 0; i < 3; i++)
        {
            // In another session of the second worker nothing has happened before, in the first one something has.
            await first.ValueOfAsync(command, args, "elsewhere");
            string original = Lasting(await first.NextAsync("result", await first.RequestAsync(command, args, "s")));
            string replayed = Lasting(await second.NextAsync("result", await second.RequestAsync(command, args, "s")));
            if (original != replayed)
                throw new BrokenRequirementException($"{command} gave {original} and on a fresh worker {replayed}");
        }
    }

    /// <summary>A value without its volatile fields.</summary>
    private static string Lasting(WorkerFrame result)
    {
        string[] leftOut = result.Root.TryGetProperty("volatile", out JsonElement names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];
        return result.Value.ValueKind != JsonValueKind.Object
            ? result.Value.GetRawText()
            : string.Join(", ", result.Value.EnumerateObject().Where(member => !leftOut.Contains(member.Name))
                .OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => member.ToString()));
    }

    private static async Task FailedMutationAsync(Probe probe)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await worker.ValueOfAsync("append", """{"value":3}""", "s");
        await worker.NextAsync("error", await worker.RequestAsync("append", """{"value":"x"}""", "s"));
        await ExpectTotalAsync(worker, "s", 3);
    }

    private static async Task ExpectTotalAsync(Conversation worker, string session, int total)
    {
        JsonElement value = await worker.ValueOfAsync("total", session: session);
        if (value.GetProperty("total").GetInt32() != total)
            throw new BrokenRequirementException($"the total of session '{session}' should be {total}: {value.GetRawText()}");
    }
}
