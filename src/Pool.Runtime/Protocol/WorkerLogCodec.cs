using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>A worker's log entry.</summary>
internal static class WorkerLogCodec
{
    public static void Write(Utf8JsonWriter json, WorkerLog log)
    {
        json.WriteString("type"u8, "log"u8);
        json.WriteString("level"u8, WireFormat.NameOf(log.Level));
        json.WriteString("logger"u8, log.Logger);
        json.WriteString("message"u8, log.Message);
        if (log.Id is { } id)
            json.WriteNumber("id"u8, id);
        if (log.Exception is not null)
            json.WriteString("exception"u8, log.Exception);
    }

    public static WorkerLog Decode(ref readonly Envelope envelope) => new(
        WireFormat.LogLevelOf(envelope.RequiredString(EnvelopeField.Level)),
        envelope.RequiredString(EnvelopeField.Logger),
        envelope.OptionalText(EnvelopeField.Message) ?? throw Malformed.Field("message", "a string"),
        envelope.OptionalInteger(EnvelopeField.Id, 1, long.MaxValue),
        envelope.OptionalText(EnvelopeField.Exception));
}
