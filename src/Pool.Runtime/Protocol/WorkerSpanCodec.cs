using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>The field <c>span</c> of an answer.</summary>
internal static class WorkerSpanCodec
{
    public static void Write(Utf8JsonWriter json, WorkerSpan? span)
    {
        if (span is null)
            return;
        json.WriteStartObject("span"u8);
        json.WriteNumber("start_us"u8, span.StartUs);
        json.WriteNumber("duration_us"u8, span.DurationUs);
        json.WriteString("name"u8, span.Name);
        json.WriteEndObject();
    }

    public static WorkerSpan? Decode(ref readonly Envelope envelope)
    {
        if (!envelope.Has(EnvelopeField.Span))
            return null;
        using JsonDocument document = envelope.RequiredDocument(EnvelopeField.Span, JsonValueKind.Object);
        JsonElement span = document.RootElement;
        return new WorkerSpan(
            Microseconds(span, "start_us"),
            Microseconds(span, "duration_us"),
            span.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String
            && name.GetString() is { Length: > 0 } text
                ? text
                : throw Malformed.Field("span.name", "a string that is not empty"));
    }

    private static long Microseconds(JsonElement span, string name) =>
        span.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number) && number >= 0
            ? number
            : throw Malformed.Field($"span.{name}", "an integer of at least 0");
}
