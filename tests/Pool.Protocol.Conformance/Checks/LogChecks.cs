using System.Text.Json;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>Section 11: entries of the worker's log. An entry and the answer beside it may come in either order.</summary>
internal static class LogChecks
{
    private const int MaxEntryBytes = 16 * 1024;

    // Room for any hello; less than an entry may take.
    private const int SmallLimit = 4096;

    // Less than an entry with an exception takes more than one without.
    private const int Margin = 8;

    private static readonly string[] Log = ["log"];
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P49", "entries are sent from the host's level up, and to a host that asks for them alone",
        [
            new("no log_level", probe => SilentAsync(probe, "")) { Needs = Log },
            new("a log_level that is null", probe => SilentAsync(probe, ",\"log_level\":null")) { Needs = Log },
            new("each level", LevelsAsync) { Needs = Log },
        ]),
        new("P50", "an entry says what was logged",
        [
            new("level, logger and message", FieldsAsync) { Needs = Log },
            new("the request that was running", RunningAsync) { Needs = Log },
            new("an exception", ExceptionAsync) { Needs = Log },
        ]),
        new("P51", "entries come after the hello, between frames, and answer nothing",
        [
            new("nothing before the hello", AfterHelloAsync),
            new("beside answers and pongs", BesideAsync) { Needs = Log },
        ]),
        new("P52", "an entry is cut to 16 KiB and to the host's limit",
        [
            new("a long message", probe => CutAsync(probe, new string('m', 2 * MaxEntryBytes), HostText.MaxFrameBytes)) { Needs = Log },
            new("characters of several bytes", probe => CutAsync(probe, new string('€', MaxEntryBytes - 1000), HostText.MaxFrameBytes)) { Needs = Log },
            new("the host's limit", probe => CutAsync(probe, new string('m', 2 * SmallLimit), SmallLimit)) { Needs = Log },
            new("the exception first", ExceptionFirstAsync) { Needs = Log },
            new("a long logger", LongLoggerAsync) { Needs = Log },
        ]),
    ];

    private static Task<Conversation> StartAsync(Probe probe, string level = "trace", int maxFrameBytes = HostText.MaxFrameBytes) =>
        probe.StartGreetedAsync(maxFrameBytes, $",\"log_level\":\"{level}\"");

    private static Task<long> LogAsync(Conversation worker, string message, string level = "warning", string logger = "demo", bool exception = false) =>
        worker.RequestAsync(
            "log", $$"""{"message":"{{message}}","level":"{{level}}","logger":"{{logger}}","exception":{{(exception ? "true" : "false")}}}""");

    /// <summary>Reads until all of these are answered in their order and that many entries have come.</summary>
    private static async Task<IReadOnlyList<WorkerFrame>> EntriesAsync(Conversation worker, int count, params long[] requests)
    {
        var entries = new List<WorkerFrame>();
        var due = new Queue<long>(requests);
        while (entries.Count < count || due.Count > 0)
        {
            WorkerFrame frame = await worker.NextAsync(due.Count > 0 ? $"answer to id {due.Peek()}" : "entry");
            if (frame.Type == "log" && entries.Count < count)
                entries.Add(frame);
            else if (frame.Type != "result" || !due.TryDequeue(out long id) || frame.Id != id)
                throw new BrokenRequirementException($"{entries.Count} of {count} entries came, {due.Count} requests are not answered, and this came: {frame}");
        }

        return entries;
    }

    private static async Task<WorkerFrame> EntryAsync(Conversation worker, string message, string logger = "demo", bool exception = false) =>
        (await EntriesAsync(worker, 1, await LogAsync(worker, message, logger: logger, exception: exception)))[0];

    // Whatever is on its way comes before the end of output.
    private static async Task NothingMoreAsync(Conversation worker)
    {
        await worker.SendAsync(HostText.Shutdown());
        if (await worker.Process.ReadAsync("end of output") is { } more)
            throw new BrokenRequirementException($"nothing was due any more, and this came: {more}");
    }

    private static string? TextOf(WorkerFrame entry, string field) =>
        entry.Root.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Expect(WorkerFrame entry, string field, string expected)
    {
        if (TextOf(entry, field) != expected)
            throw new BrokenRequirementException($"the '{field}' of the entry is another than was logged: {entry}");
    }

    private static void ExpectSize(WorkerFrame entry)
    {
        if (entry.Size > MaxEntryBytes)
            throw new BrokenRequirementException($"an entry takes {entry.Size} bytes; the limit is {MaxEntryBytes}");
    }

    private static async Task SilentAsync(Probe probe, string fields)
    {
        await using Conversation worker = await probe.StartGreetedAsync(fields: fields);
        await EntriesAsync(worker, 0, await LogAsync(worker, "unasked", "critical"));
        await NothingMoreAsync(worker);
    }

    private static async Task LevelsAsync(Probe probe)
    {
        for (int lowest = 0; lowest < Levels.Length; lowest++)
        {
            await using Conversation worker = await StartAsync(probe, Levels[lowest]);
            var requests = new List<long>();
            foreach (string level in Levels)
                requests.Add(await LogAsync(worker, "logged", level));
            IReadOnlyList<WorkerFrame> entries = await EntriesAsync(worker, Levels.Length - lowest, [.. requests]);

            string[] came = [.. entries.Select(entry => TextOf(entry, "level")!)];
            if (!came.Order(StringComparer.Ordinal).SequenceEqual(Levels[lowest..].Order(StringComparer.Ordinal)))
                throw new BrokenRequirementException($"from '{Levels[lowest]}' up, entries of these levels came: {string.Join(", ", came)}");
            await NothingMoreAsync(worker);
        }
    }

    private static async Task FieldsAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
        WorkerFrame entry = await EntryAsync(worker, "The cache is cold: 3 €.", "my_module.cache");
        Expect(entry, "level", "warning");
        Expect(entry, "logger", "my_module.cache");
        Expect(entry, "message", "The cache is cold: 3 €.");
        if (TextOf(entry, "exception") is not null)
            throw new BrokenRequirementException($"nothing was thrown, and the entry has an exception: {entry}");
    }

    private static async Task RunningAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
        long id = await LogAsync(worker, "logged");
        WorkerFrame entry = (await EntriesAsync(worker, 1, id))[0];
        if (entry.Id is null)
            throw new NotApplicableException("its entries name no request");
        if (entry.Id != id)
            throw new BrokenRequirementException($"request {id} was running, and the entry says: {entry}");
    }

    private static async Task ExceptionAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
        WorkerFrame entry = await EntryAsync(worker, "logged", exception: true);
        Expect(entry, "message", "logged");
        if (TextOf(entry, "exception") is null)
            throw new NotApplicableException("its entries have no exceptions");
        if (TextOf(entry, "exception")!.Length == 0)
            throw new BrokenRequirementException($"the exception is empty: {entry}");
    }

    private static async Task AfterHelloAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
    }

    private static async Task BesideAsync(Probe probe)
    {
        const int Requests = 20;
        await using Conversation worker = await StartAsync(probe);
        long[] ids = [.. Enumerable.Range(0, 2 * Requests).Select(_ => worker.NextId())];
        await worker.SendTogetherAsync(ids.Select(id => id % 2 == 0 ? HostText.Ping(id) : HostText.Request(id, "log", """{"message":"logged"}""", fields: ",\"window\":1")));
        var answered = new HashSet<long>();
        for (int entries = 0; entries < Requests || answered.Count < ids.Length;)
        {
            WorkerFrame frame = await worker.NextAsync("answer or entry");
            if (frame.Type == "log" && entries < Requests)
                entries++;
            else if (frame.Id is not { } id || frame.Type != (id % 2 == 0 ? "pong" : "result") || !answered.Add(id))
                throw new BrokenRequirementException($"{entries} entries and {answered.Count} answers came, and then {frame}");
        }

        await NothingMoreAsync(worker);
    }

    private static async Task CutAsync(Probe probe, string message, int maxFrameBytes)
    {
        await using Conversation worker = await StartAsync(probe, maxFrameBytes: maxFrameBytes);
        WorkerFrame entry = await EntryAsync(worker, message);
        ExpectSize(entry);
        if (TextOf(entry, "message") is not { Length: > 0 })
            throw new BrokenRequirementException($"nothing of the message is left: {entry}");
    }

    private static async Task ExceptionFirstAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
        WorkerFrame empty = await EntryAsync(worker, "");
        string fits = new('m', MaxEntryBytes - empty.Size - Margin);
        WorkerFrame entry = await EntryAsync(worker, fits, exception: true);
        ExpectSize(entry);
        Expect(entry, "message", fits);
    }

    // Whether it is cut or left out is for the worker to say.
    private static async Task LongLoggerAsync(Probe probe)
    {
        await using Conversation worker = await StartAsync(probe);
        var due = new HashSet<long> { await LogAsync(worker, "long", logger: new string('n', 2 * MaxEntryBytes)), await LogAsync(worker, "last") };
        for (bool last = false; !last || due.Count > 0;)
        {
            WorkerFrame frame = await worker.NextAsync("answer or entry");
            if (frame.Type == "log")
            {
                ExpectSize(frame);
                last |= TextOf(frame, "message") == "last";
            }
            else if (frame.Type != "result" || !due.Remove(frame.Id ?? 0))
            {
                throw new BrokenRequirementException($"results and entries were due, and this came: {frame}");
            }
        }
    }
}
