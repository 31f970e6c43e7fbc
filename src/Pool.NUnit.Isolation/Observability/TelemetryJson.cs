using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pool.Runtime;
using Pool.Runtime.Telemetry;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>States and events of pools as JSON, names and values in snake case.</summary>
internal static class TelemetryJson
{
    // More tell nobody more, and a file of JSON can't be cut.
    private const int MaxWorkers = 100;

    private static readonly JsonSerializerOptions Line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };

    public static string OfPools(string moment, IReadOnlyList<WatchedPool> pools) => JsonSerializer.Serialize(
        new { Moment = moment, Pools = pools.Select(static p => Describe(p.Pool)) }, Indented);

    /// <summary>A line per event.</summary>
    public static string OfEvents(IEnumerable<CapturedPoolEvent> events) =>
        string.Join('\n', events.Select(static e => OfEvent(e).ToJsonString(Line)));

    private static JsonObject OfEvent(CapturedPoolEvent captured)
    {
        JsonObject line = new()
        {
            ["pool"] = captured.PoolName,
            ["sequence"] = captured.Event.Sequence,
            ["at"] = captured.Event.At,
            ["event"] = SnakeCase.Of(captured.Event.GetType().Name),
        };
        JsonObject values = JsonSerializer.SerializeToNode(captured.Event, captured.Event.GetType(), Line)!.AsObject();
        foreach ((string name, JsonNode? value) in values)
        {
            line.TryAdd(name, value?.DeepClone());
        }

        return line;
    }

    private static object Describe(SessionPool pool)
    {
        PoolStats stats = pool.GetStats();
        return new
        {
            Stats = stats with { Workers = [.. stats.Workers.Take(MaxWorkers)] },
            Histories = pool.GetKnownWorkers().TakeLast(MaxWorkers).Select(id => new
            {
                WorkerId = id,
                Moves = pool.GetWorkerHistory(id).Select(static m => new { m.At, m.From, m.To, m.Reason, InPreviousStateMs = m.InPreviousState.TotalMilliseconds }),
            }),
        };
    }
}
