using System.Text.Json;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>The messages that a worker may write, field by field.</summary>
internal static class MessageShapes
{
    private static readonly Field Id = new("id", FieldKind.Positive, Required: true);
    private static readonly Field Value = new("value", FieldKind.Any, Required: true);

    private static readonly Field Span = new("span", FieldKind.Members)
    {
        Members = [new("start_us", FieldKind.Integer, true), new("duration_us", FieldKind.Integer, true), new("name", FieldKind.Name, true)],
    };

    private static readonly Field Error = new("error", FieldKind.Members, Required: true)
    {
        Members =
        [
            new("type", FieldKind.Name, true), new("message", FieldKind.Text, true), new("retryable", FieldKind.Flag), new("traceback", FieldKind.Text),
        ],
    };

    private static readonly Field Commands = new("commands", FieldKind.Entries, Required: true) { Members = [new("kind", FieldKind.Name, true)] };

    private static readonly Dictionary<string, Field[]> ByType = new(StringComparer.Ordinal)
    {
        ["hello"] =
        [
            new("protocol", FieldKind.Positive, true), new("worker", FieldKind.Name, true), new("pid", FieldKind.Positive),
            new("max_frame_bytes", FieldKind.Positive, true), Commands, new("features", FieldKind.Texts),
        ],
        ["pong"] = [Id],
        ["result"] = [Id, Value, Span, new("volatile", FieldKind.Texts)],
        ["error"] = [new("id", FieldKind.Positive), Error, Span],
        ["chunk"] = [Id, Value],
        ["progress"] = [Id, Value],
        ["log"] =
        [
            new("level", FieldKind.Name, true), new("logger", FieldKind.Name, true), new("message", FieldKind.Text, true),
            new("id", FieldKind.Positive), new("exception", FieldKind.Text),
        ],
    };

    public static void Judge(JsonElement root)
    {
        if (!root.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || !ByType.TryGetValue(type.GetString()!, out Field[]? fields))
            throw new BrokenRequirementException($"a frame is no message of a worker (P15): {root.GetRawText()}");
        Judge(root, fields, type.GetString()!);
    }

    public static long Integer(string field, JsonElement value, long low)
    {
        string text = value.GetRawText();
        if (value.ValueKind != JsonValueKind.Number || text.AsSpan().ContainsAny('.', 'e', 'E'))
            throw new BrokenRequirementException($"'{field}' is {text}, which is no integer without fraction and exponent (P19)");
        return value.TryGetInt64(out long number) && number >= low
            ? number
            : throw new BrokenRequirementException($"'{field}' is {text}; the range is {low} to 2^63 - 1 (P19)");
    }

    private static void Judge(JsonElement item, Field[] fields, string where)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new BrokenRequirementException($"'{where}' is {item.GetRawText()} and no object");
        string? twice = item.EnumerateObject().GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new BrokenRequirementException($"'{twice}' occurs twice in '{where}' (P18): {item.GetRawText()}");
        foreach (Field field in fields)
        {
            bool present = item.TryGetProperty(field.Name, out JsonElement value)
                && (value.ValueKind != JsonValueKind.Null || field is { Required: true, Kind: FieldKind.Any });
            if (present)
                Judge(value, field, where);
            else if (field.Required)
                throw new BrokenRequirementException($"a '{where}' lacks '{field.Name}': {item.GetRawText()}");
        }
    }

    private static void Judge(JsonElement value, Field field, string where)
    {
        bool fits = field.Kind switch
        {
            FieldKind.Text => value.ValueKind == JsonValueKind.String,
            FieldKind.Name => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
            FieldKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            FieldKind.Texts => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
            FieldKind.Integer => Integer(field.Name, value, 0) >= 0,
            FieldKind.Positive => Integer(field.Name, value, 1) > 0,
            _ => true,
        };
        if (!fits)
            throw new BrokenRequirementException($"'{field.Name}' of a '{where}' is {value.GetRawText()}");
        if (field.Kind == FieldKind.Members)
            Judge(value, field.Members, field.Name);
        if (field.Kind != FieldKind.Entries)
            return;
        Judge(value, [], field.Name);
        foreach (JsonProperty entry in value.EnumerateObject())
            Judge(entry.Value, field.Members, entry.Name);
    }
}
