using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>A running list in the session, handy to see whether a replay brought everything back.</summary>
internal static class StateCommands
{
    private const string Key = "values";

    public static void AddTo(WorkerApplication worker) => worker
        .MapCommand("append", CommandKind.Mutation, Append)
        .MapCommand("total", CommandKind.Query, Total);

    public static List<long> In(SessionState session) => session.GetOrAdd(Key, () => new List<long>());

    private static object Append(CommandContext context)
    {
        long value = context.GetArgs<AppendArgs>().Value;
        List<long> values = In(context.RequireSession());
        values.Add(value);
        return new { count = values.Count, total = values.Sum() };
    }

    private static object Total(CommandContext context)
    {
        context.GetArgs<NoArgs>();
        List<long> values = context.RequireSession().TryGet(Key, out List<long>? kept) ? kept : [];
        return new { count = values.Count, total = values.Sum(), values };
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record AppendArgs
    {
        [JsonPropertyName("value")]
        public required long Value { get; init; }
    }
}
