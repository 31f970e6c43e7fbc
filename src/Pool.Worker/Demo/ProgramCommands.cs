using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>Commands that keep programs in a session: created, executed, listed, deleted.</summary>
internal static class ProgramCommands
{
    private const string Key = "programs";

    public static void AddTo(WorkerApplication worker) => worker
        .MapCommand("create_program", CommandKind.Mutation, Create, "created_at")
        .MapCommand("execute", CommandKind.Query, Execute)
        .MapCommand("list_programs", CommandKind.Query, List)
        .MapCommand("get_program_info", CommandKind.Query, Describe, "created_at")
        .MapCommand("delete_program", CommandKind.Mutation, Delete);

    public static int CountIn(SessionState session) =>
        session.TryGet(Key, out ProgramSet? programs) ? programs.ByName.Count : 0;

    public static ProgramSet In(SessionState session) => session.GetOrAdd(Key, () => new ProgramSet());

    private static object Create(CommandContext context)
    {
        SessionState session = context.RequireSession();
        CreateArgs args = context.GetArgs<CreateArgs>();
        ProgramSignature.Check(args.Signature);
        ProgramSet programs = In(session);
        string id = args.Id ?? programs.NextName();
        if (id.Length == 0)
            throw Argument.Invalid("The argument 'id' must be a string that is not empty.");
        string createdAt = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        return programs.ByName.TryAdd(id, new DemoProgram(args.Signature, createdAt))
            ? new { program_id = id, status = "created", created_at = createdAt }
            : throw new WorkerException("ProgramExists", $"The session already has a program '{id}'.");
    }

    private static object Execute(CommandContext context)
    {
        ExecuteArgs args = context.GetArgs<ExecuteArgs>();
        DemoProgram program = Find(context, args.ProgramId);
        byte[] canonical = CanonicalValue.Of(args.Inputs, context.Blobs);
        var outputs = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (JsonElement field in program.Signature.GetProperty("outputs").EnumerateArray())
            outputs[field.GetProperty("name").GetString()!] = ProgramOutput.Of(field, canonical);
        return new { program_id = args.ProgramId, outputs };
    }

    private static object List(CommandContext context)
    {
        SessionState session = context.RequireSession();
        context.GetArgs<NoArgs>();
        IEnumerable<string> names = session.TryGet(Key, out ProgramSet? programs) ? programs.ByName.Keys : [];
        string[] sorted = [.. names.Order(Comparer<string>.Create(CompareAsUtf8))];
        return new { programs = sorted, total_count = sorted.Length };
    }

    private static object Describe(CommandContext context)
    {
        string id = context.GetArgs<ProgramArgs>().ProgramId;
        DemoProgram program = Find(context, id);
        return new { program_id = id, signature = program.Signature, created_at = program.CreatedAt };
    }

    private static object Delete(CommandContext context)
    {
        string id = context.GetArgs<ProgramArgs>().ProgramId;
        Find(context, id);
        In(context.RequireSession()).ByName.Remove(id);
        return new { program_id = id, status = "deleted" };
    }

    private static DemoProgram Find(CommandContext context, string id) =>
        context.RequireSession().TryGet(Key, out ProgramSet? programs) && programs.ByName.TryGetValue(id, out DemoProgram? found)
            ? found
            : throw new WorkerException("ProgramNotFound", $"The session has no program '{id}'.");

    private static int CompareAsUtf8(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record CreateArgs
    {
        [JsonPropertyName("signature")]
        public required JsonElement Signature { get; init; }

        [JsonPropertyName("id")]
        public string? Id { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record ExecuteArgs
    {
        [JsonPropertyName("program_id")]
        public required string ProgramId { get; init; }

        [JsonPropertyName("inputs")]
        public JsonElement Inputs { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record ProgramArgs
    {
        [JsonPropertyName("program_id")]
        public required string ProgramId { get; init; }
    }
}
