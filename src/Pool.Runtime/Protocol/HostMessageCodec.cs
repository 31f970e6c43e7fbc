using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Host to worker: messages to frames and back.</summary>
internal static class HostMessageCodec
{
    public static Frame Encode(HostMessage message) =>
        WireFormat.Encode(message.Carried.Blobs, json => Write(json, message));

    /// <summary>Reads a message. Unknown fields are ignored; an unknown type is an error.</summary>
    /// <exception cref="ProtocolException">The frame holds no such message.</exception>
    public static HostMessage Decode(Frame frame, int maxDepth = FrameLimits.DefaultMaxDepth) =>
        WireFormat.Guard(frame, maxDepth, static (f, depth) => DecodeCore(f, depth));

    public static void Write(Utf8JsonWriter json, HostMessage message)
    {
        json.WriteStartObject();
        switch (message)
        {
            case HostRequest request:
                WriteRequest(json, request);
                break;
            case HostPing ping:
                json.WriteString("type"u8, "ping"u8);
                json.WriteNumber("id"u8, ping.Id);
                break;
            case HostCancel cancel:
                json.WriteString("type"u8, "cancel"u8);
                json.WriteNumber("id"u8, cancel.Id);
                break;
            case HostCredit credit:
                json.WriteString("type"u8, "credit"u8);
                json.WriteNumber("id"u8, credit.Id);
                json.WriteNumber("chunks"u8, credit.Chunks);
                break;
            case HostSnapshot snapshot:
                json.WriteString("type"u8, "snapshot"u8);
                json.WriteNumber("id"u8, snapshot.Id);
                json.WriteString("session"u8, snapshot.Session);
                break;
            case HostRestore restore:
                WriteRestore(json, restore);
                break;
            case HostEndSession end:
                json.WriteString("type"u8, "end_session"u8);
                json.WriteString("session"u8, end.Session);
                break;
            case HostShutdown:
                json.WriteString("type"u8, "shutdown"u8);
                break;
            case HostHello hello:
                WriteHello(json, hello);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} is no message of a host.", nameof(message));
        }

        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, HostRequest request)
    {
        json.WriteString("type"u8, "request"u8);
        json.WriteNumber("id"u8, request.Id);
        json.WriteString("command"u8, request.Command);
        if (request.Session is not null)
            json.WriteString("session"u8, request.Session);
        if (request.DeadlineMs is { } deadline)
            json.WriteNumber("deadline_ms"u8, deadline);
        if (request.TraceParent is not null)
            json.WriteString("traceparent"u8, request.TraceParent);
        if (request.Window is { } window)
            json.WriteNumber("window"u8, window);
        if (request.More)
            json.WriteBoolean("more"u8, value: true);
        WireFormat.WriteBlobs(json, request.Args.Blobs);
        WireFormat.WritePayload(json, "args"u8, request.Args);
    }

    private static void WriteRestore(Utf8JsonWriter json, HostRestore restore)
    {
        json.WriteString("type"u8, "restore"u8);
        json.WriteNumber("id"u8, restore.Id);
        json.WriteString("session"u8, restore.Session);
        WireFormat.WriteBlobs(json, restore.State.Blobs);
        WireFormat.WritePayload(json, "args"u8, restore.State);
    }

    private static void WriteHello(Utf8JsonWriter json, HostHello hello)
    {
        json.WriteString("type"u8, "hello"u8);
        json.WriteStartObject("protocol"u8);
        json.WriteNumber("min"u8, hello.MinVersion);
        json.WriteNumber("max"u8, hello.MaxVersion);
        json.WriteEndObject();
        json.WriteString("worker_id"u8, hello.WorkerId);
        json.WriteNumber("max_frame_bytes"u8, hello.MaxFrameBytes);
        if (hello.LogLevel is { } level)
            json.WriteString("log_level"u8, WireFormat.NameOf(level));
    }

    private static HostMessage DecodeCore(Frame frame, int maxDepth)
    {
        Envelope envelope = Envelope.Parse(frame, maxDepth);
        if (envelope.TypeIs("request"u8))
        {
            return new HostRequest(
                envelope.RequiredId(),
                envelope.RequiredString(EnvelopeField.Command),
                envelope.OptionalPayload(EnvelopeField.Args) ?? NoPayload(in envelope),
                envelope.OptionalString(EnvelopeField.Session),
                envelope.OptionalInteger(EnvelopeField.DeadlineMs, 0, long.MaxValue),
                envelope.OptionalString(EnvelopeField.TraceParent))
            {
                Window = (int?)envelope.OptionalInteger(EnvelopeField.Window, 1, int.MaxValue),
                More = envelope.OptionalFlag(EnvelopeField.More),
            };
        }

        if (envelope.TypeIs("restore"u8))
        {
            return new HostRestore(
                envelope.RequiredId(),
                envelope.RequiredString(EnvelopeField.Session),
                envelope.RequiredPayload(EnvelopeField.Args));
        }

        envelope.RefuseBlobs();
        if (envelope.TypeIs("ping"u8))
            return new HostPing(envelope.RequiredId());
        if (envelope.TypeIs("cancel"u8))
            return new HostCancel(envelope.RequiredId());
        if (envelope.TypeIs("credit"u8))
        {
            return new HostCredit(
                envelope.RequiredId(), (int)envelope.RequiredInteger(EnvelopeField.Chunks, 1, int.MaxValue));
        }

        if (envelope.TypeIs("snapshot"u8))
            return new HostSnapshot(envelope.RequiredId(), envelope.RequiredString(EnvelopeField.Session));
        if (envelope.TypeIs("end_session"u8))
            return new HostEndSession(envelope.RequiredString(EnvelopeField.Session));
        if (envelope.TypeIs("shutdown"u8))
            return new HostShutdown();
        return envelope.TypeIs("hello"u8)
            ? DecodeHello(in envelope)
            : throw Malformed.UnknownType(envelope.RequiredString(EnvelopeField.Type));
    }

    private static Payload NoPayload(ref readonly Envelope envelope)
    {
        envelope.RefuseBlobs();
        return Payload.Null;
    }

    private static HostHello DecodeHello(ref readonly Envelope envelope)
    {
        (int min, int max) = VersionsOf(in envelope);
        if (max < min)
            throw Malformed.Because($"protocol versions from {min} to {max} are no range");
        return new HostHello(
            min,
            max,
            envelope.RequiredString(EnvelopeField.WorkerId),
            (int)envelope.RequiredInteger(EnvelopeField.MaxFrameBytes, FrameLimits.LowestMaxFrameBytes, int.MaxValue))
        {
            LogLevel = envelope.OptionalString(EnvelopeField.LogLevel) is { } level ? WireFormat.LogLevelOf(level) : null,
        };
    }

    private static (int Min, int Max) VersionsOf(ref readonly Envelope envelope)
    {
        // As our own hosts write it; a document takes long to make for the first time.
        if (envelope.Has(EnvelopeField.Protocol))
        {
            Utf8JsonReader reader = envelope.At(EnvelopeField.Protocol);
            if (reader.TokenType == JsonTokenType.StartObject
                && TryVersion(ref reader, "min"u8, out int low) && TryVersion(ref reader, "max"u8, out int high)
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject)
            {
                return (low, high);
            }
        }

        using JsonDocument protocol = envelope.RequiredDocument(EnvelopeField.Protocol, JsonValueKind.Object);
        return (Version(protocol.RootElement, "min"), Version(protocol.RootElement, "max"));
    }

    private static bool TryVersion(ref Utf8JsonReader reader, ReadOnlySpan<byte> bound, out int version)
    {
        version = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(bound)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out version) && version >= 1;
    }

    private static int Version(JsonElement protocol, string bound) =>
        protocol.TryGetProperty(bound, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out int version) && version >= 1
            ? version
            : throw Malformed.Field($"protocol.{bound}", "an integer of at least 1");
}
