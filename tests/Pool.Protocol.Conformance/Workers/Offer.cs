using System.Text.Json;
using Pool.Protocol.Conformance.Wire;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>What a worker's hello says.</summary>
internal sealed record Offer(int? Pid, long MaxFrameBytes, IReadOnlyDictionary<string, string> Commands, IReadOnlyList<string> Features)
{
    public static Offer Of(WorkerFrame hello) => new(
        hello.Root.TryGetProperty("pid", out JsonElement pid) && pid.ValueKind == JsonValueKind.Number ? pid.GetInt32() : null,
        hello.Root.GetProperty("max_frame_bytes").GetInt64(),
        hello.Root.GetProperty("commands").EnumerateObject()
            .ToDictionary(command => command.Name, command => command.Value.GetProperty("kind").GetString()!, StringComparer.Ordinal),
        hello.Root.TryGetProperty("features", out JsonElement features) && features.ValueKind == JsonValueKind.Array
            ? [.. features.EnumerateArray().Select(feature => feature.GetString()!)]
            : []);
}
