using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Names of the known top-level fields.</summary>
internal static class EnvelopeFields
{
    public const int Count = (int)EnvelopeField.LogLevel + 1;

    public static string NameOf(EnvelopeField field) => field switch
    {
        EnvelopeField.Type => "type",
        EnvelopeField.Id => "id",
        EnvelopeField.Value => "value",
        EnvelopeField.Command => "command",
        EnvelopeField.Args => "args",
        EnvelopeField.Session => "session",
        EnvelopeField.DeadlineMs => "deadline_ms",
        EnvelopeField.TraceParent => "traceparent",
        EnvelopeField.Volatile => "volatile",
        EnvelopeField.Error => "error",
        EnvelopeField.Blobs => "blobs",
        EnvelopeField.Protocol => "protocol",
        EnvelopeField.WorkerId => "worker_id",
        EnvelopeField.MaxFrameBytes => "max_frame_bytes",
        EnvelopeField.Worker => "worker",
        EnvelopeField.Pid => "pid",
        EnvelopeField.Commands => "commands",
        EnvelopeField.Features => "features",
        EnvelopeField.Window => "window",
        EnvelopeField.Chunks => "chunks",
        EnvelopeField.Span => "span",
        EnvelopeField.More => "more",
        EnvelopeField.Level => "level",
        EnvelopeField.Logger => "logger",
        EnvelopeField.Message => "message",
        EnvelopeField.Exception => "exception",
        EnvelopeField.LogLevel => "log_level",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No such field."),
    };

    /// <summary>
    /// The field that the reader's current property name spells, or null for one that the protocol doesn't know.
    /// </summary>
    public static EnvelopeField? Match(ref readonly Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8))
            return EnvelopeField.Type;
        if (reader.ValueTextEquals("id"u8))
            return EnvelopeField.Id;
        if (reader.ValueTextEquals("value"u8))
            return EnvelopeField.Value;
        if (reader.ValueTextEquals("command"u8))
            return EnvelopeField.Command;
        if (reader.ValueTextEquals("args"u8))
            return EnvelopeField.Args;
        if (reader.ValueTextEquals("session"u8))
            return EnvelopeField.Session;
        if (reader.ValueTextEquals("deadline_ms"u8))
            return EnvelopeField.DeadlineMs;
        if (reader.ValueTextEquals("traceparent"u8))
            return EnvelopeField.TraceParent;
        if (reader.ValueTextEquals("volatile"u8))
            return EnvelopeField.Volatile;
        if (reader.ValueTextEquals("error"u8))
            return EnvelopeField.Error;
        if (reader.ValueTextEquals("blobs"u8))
            return EnvelopeField.Blobs;
        if (reader.ValueTextEquals("span"u8))
            return EnvelopeField.Span;
        if (reader.ValueTextEquals("more"u8))
            return EnvelopeField.More;
        if (reader.ValueTextEquals("window"u8))
            return EnvelopeField.Window;
        if (reader.ValueTextEquals("chunks"u8))
            return EnvelopeField.Chunks;
        return MatchLog(in reader) ?? MatchHello(in reader);
    }

    private static EnvelopeField? MatchLog(ref readonly Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("level"u8))
            return EnvelopeField.Level;
        if (reader.ValueTextEquals("logger"u8))
            return EnvelopeField.Logger;
        if (reader.ValueTextEquals("message"u8))
            return EnvelopeField.Message;
        if (reader.ValueTextEquals("exception"u8))
            return EnvelopeField.Exception;
        return null;
    }

    private static EnvelopeField? MatchHello(ref readonly Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("protocol"u8))
            return EnvelopeField.Protocol;
        if (reader.ValueTextEquals("worker_id"u8))
            return EnvelopeField.WorkerId;
        if (reader.ValueTextEquals("max_frame_bytes"u8))
            return EnvelopeField.MaxFrameBytes;
        if (reader.ValueTextEquals("worker"u8))
            return EnvelopeField.Worker;
        if (reader.ValueTextEquals("pid"u8))
            return EnvelopeField.Pid;
        if (reader.ValueTextEquals("commands"u8))
            return EnvelopeField.Commands;
        if (reader.ValueTextEquals("features"u8))
            return EnvelopeField.Features;
        if (reader.ValueTextEquals("log_level"u8))
            return EnvelopeField.LogLevel;
        return null;
    }
}
