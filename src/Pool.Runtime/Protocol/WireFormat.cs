using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>
/// What both codecs share: the protocol's version, and how fields common to both directions are written.
/// </summary>
internal static class WireFormat
{
    /// <summary>The only version so far.</summary>
    public const int Version = 1;

    public static void WriteBlobs(Utf8JsonWriter json, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        if (blobs.Count == 0)
            return;
        json.WriteStartArray("blobs"u8);
        for (int i = 0; i < blobs.Count; i++)
            json.WriteNumberValue(blobs[i].Length);
        json.WriteEndArray();
    }

    public static void WritePayload(Utf8JsonWriter json, ReadOnlySpan<byte> name, Payload payload)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(payload.Json.Span, skipInputValidation: true);
    }

    public static string NameOf(WireCommandKind kind) => kind switch
    {
        WireCommandKind.Query => "query",
        WireCommandKind.Idempotent => "idempotent",
        WireCommandKind.Mutation => "mutation",
        WireCommandKind.Effect => "effect",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of command."),
    };

    public static WireCommandKind KindOf(string name) => name switch
    {
        "query" => WireCommandKind.Query,
        "idempotent" => WireCommandKind.Idempotent,
        "mutation" => WireCommandKind.Mutation,
        "effect" => WireCommandKind.Effect,
        _ => throw Malformed.Because($"{Excerpt.Of(name)} is no kind of command"),
    };

    public static string NameOf(WireLogLevel level) => level switch
    {
        WireLogLevel.Trace => "trace",
        WireLogLevel.Debug => "debug",
        WireLogLevel.Information => "information",
        WireLogLevel.Warning => "warning",
        WireLogLevel.Error => "error",
        WireLogLevel.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "No such level."),
    };

    public static WireLogLevel LogLevelOf(string name) => name switch
    {
        "trace" => WireLogLevel.Trace,
        "debug" => WireLogLevel.Debug,
        "information" => WireLogLevel.Information,
        "warning" => WireLogLevel.Warning,
        "error" => WireLogLevel.Error,
        "critical" => WireLogLevel.Critical,
        _ => throw Malformed.Because($"{Excerpt.Of(name)} is no level of a log"),
    };

    /// <summary>Runs a decoder so that whatever untrusted JSON provokes comes out as a protocol error.</summary>
    public static TMessage Guard<TMessage>(Frame frame, int maxDepth, Func<Frame, int, TMessage> decode)
    {
        try
        {
            return decode(frame, maxDepth);
        }
        catch (Exception broken) when (IsUnreadable(broken))
        {
            throw Malformed.Json(frame.Json.Length, broken);
        }
    }

    /// <summary>
    /// Whether this is how System.Text.Json refuses text: InvalidOperationException stands for escapes that make no
    /// Unicode, such as half a surrogate pair.
    /// </summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is JsonException or InvalidOperationException or FormatException;

    /// <summary>Encodes into memory of its own, for whoever keeps a frame rather than writing it at once.</summary>
    public static Frame Encode(IReadOnlyList<ReadOnlyMemory<byte>> blobs, Action<Utf8JsonWriter> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
            write(json);
        return new Frame(bytes.WrittenMemory, blobs);
    }
}
