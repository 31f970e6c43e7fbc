using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Worker to host: messages to frames and back.</summary>
internal static class WorkerMessageCodec
{
    public static Frame Encode(WorkerMessage message) =>
        WireFormat.Encode(message.Carried.Blobs, json => Write(json, message));

    /// <summary>Reads a message. Unknown fields are ignored; an unknown type is an error.</summary>
    /// <exception cref="ProtocolException">The frame holds no such message.</exception>
    public static WorkerMessage Decode(Frame frame, int maxDepth = FrameLimits.DefaultMaxDepth) =>
        PlainResult.TryRead(frame, maxDepth) ?? WireFormat.Guard(frame, maxDepth, static (f, depth) => DecodeCore(f, depth));

    public static void Write(Utf8JsonWriter json, WorkerMessage message)
    {
        json.WriteStartObject();
        switch (message)
        {
            case WorkerResult result:
                json.WriteString("type"u8, "result"u8);
                json.WriteNumber("id"u8, result.Id);
                if (result.Volatile.Count > 0)
                    WriteStrings(json, "volatile"u8, result.Volatile);
                WorkerSpanCodec.Write(json, result.Span);
                WriteValue(json, result.Value);
                break;
            case WorkerError error:
                WriteError(json, error);
                break;
            case WorkerPong pong:
                json.WriteString("type"u8, "pong"u8);
                json.WriteNumber("id"u8, pong.Id);
                break;
            case WorkerChunk chunk:
                json.WriteString("type"u8, "chunk"u8);
                json.WriteNumber("id"u8, chunk.Id);
                WriteValue(json, chunk.Value);
                break;
            case WorkerProgress progress:
                json.WriteString("type"u8, "progress"u8);
                json.WriteNumber("id"u8, progress.Id);
                WriteValue(json, progress.Value);
                break;
            case WorkerLog log:
                WorkerLogCodec.Write(json, log);
                break;
            case WorkerHello hello:
                WorkerHelloCodec.Write(json, hello);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} is no message of a worker.", nameof(message));
        }

        json.WriteEndObject();
    }

    internal static void WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> strings)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < strings.Count; i++)
            json.WriteStringValue(strings[i]);
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, Payload value)
    {
        WireFormat.WriteBlobs(json, value.Blobs);
        WireFormat.WritePayload(json, "value"u8, value);
    }

    private static void WriteError(Utf8JsonWriter json, WorkerError error)
    {
        json.WriteString("type"u8, "error"u8);
        if (error.Id is { } id)
            json.WriteNumber("id"u8, id);
        WorkerSpanCodec.Write(json, error.Span);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, error.Error.Type);
        json.WriteString("message"u8, error.Error.Message);
        json.WriteBoolean("retryable"u8, error.Error.Retryable);
        if (error.Error.Traceback is not null)
            json.WriteString("traceback"u8, error.Error.Traceback);
        json.WriteEndObject();
    }

    private static WorkerMessage DecodeCore(Frame frame, int maxDepth)
    {
        Envelope envelope = Envelope.Parse(frame, maxDepth);
        if (envelope.TypeIs("result"u8))
        {
            return new WorkerResult(
                envelope.RequiredId(),
                envelope.RequiredPayload(EnvelopeField.Value),
                envelope.OptionalStrings(EnvelopeField.Volatile))
            {
                Span = WorkerSpanCodec.Decode(in envelope),
            };
        }

        if (envelope.TypeIs("chunk"u8))
            return new WorkerChunk(envelope.RequiredId(), envelope.RequiredPayload(EnvelopeField.Value));
        if (envelope.TypeIs("progress"u8))
            return new WorkerProgress(envelope.RequiredId(), envelope.RequiredPayload(EnvelopeField.Value));
        envelope.RefuseBlobs();
        if (envelope.TypeIs("pong"u8))
            return new WorkerPong(envelope.RequiredId());
        if (envelope.TypeIs("log"u8))
            return WorkerLogCodec.Decode(in envelope);
        if (envelope.TypeIs("error"u8))
            return DecodeError(in envelope);
        return envelope.TypeIs("hello"u8)
            ? WorkerHelloCodec.Decode(in envelope)
            : throw Malformed.UnknownType(envelope.RequiredString(EnvelopeField.Type));
    }

    private static WorkerError DecodeError(ref readonly Envelope envelope)
    {
        using JsonDocument document = envelope.RequiredDocument(EnvelopeField.Error, JsonValueKind.Object);
        JsonElement error = document.RootElement;
        return new WorkerError(
            envelope.OptionalInteger(EnvelopeField.Id, 1, long.MaxValue),
            new WorkerErrorInfo(
                Text(error, "type") is { Length: > 0 } type ? type : throw Malformed.Field("error.type", "a string that is not empty"),
                Text(error, "message") ?? throw Malformed.Field("error.message", "a string"),
                Flag(error, "retryable"),
                Text(error, "traceback")))
        {
            Span = WorkerSpanCodec.Decode(in envelope),
        };
    }

    private static string? Text(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw Malformed.Field($"error.{name}", "a string");
    }

    private static bool Flag(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Malformed.Field($"error.{name}", "true or false");
    }
}
