namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>
/// Decodes messages by section 4 of the specification and by nothing else; null when the message must be refused.
/// </summary>
internal static class ReferenceDecoder
{
    public static string? HostMessage(ReferenceFrame frame)
    {
        var fields = new ReferenceFields(frame);
        fields.Add(fields.Type);
        _ = fields.Type switch
        {
            "hello" => fields.NoBlobs().Object("protocol", range => Versions(fields, range))
                .Text("worker_id").Integer("max_frame_bytes", 1024, int.MaxValue).Level("log_level", isOptional: true),
            "ping" or "cancel" => fields.NoBlobs().Id(),
            "credit" => fields.NoBlobs().Id().Integer("chunks", 1, int.MaxValue),
            "request" => fields.Id().Text("command").Payload("args", isOptional: true).Text("session", isOptional: true)
                .Integer("deadline_ms", 0, long.MaxValue, isOptional: true).Text("traceparent", isOptional: true)
                .Integer("window", 1, int.MaxValue, isOptional: true).Flag("more"),
            "restore" => fields.Id().Text("session").Payload("args", isOptional: false),
            "snapshot" => fields.NoBlobs().Id().Text("session"),
            "end_session" => fields.NoBlobs().Text("session"),
            "shutdown" => fields.NoBlobs(),
            _ => fields.Require(false),
        };
        return fields.Result;
    }

    public static string? WorkerMessage(ReferenceFrame frame)
    {
        var fields = new ReferenceFields(frame);
        fields.Add(fields.Type);
        _ = fields.Type switch
        {
            "hello" => fields.NoBlobs().Integer("protocol", 1, int.MaxValue).Text("worker")
                .Integer("pid", 1, int.MaxValue, isOptional: true).Integer("max_frame_bytes", 1024, int.MaxValue)
                .Object("commands", commands => Commands(fields, commands)).Names("features"),
            "pong" => fields.NoBlobs().Id(),
            "result" => fields.Id().Payload("value", isOptional: false).Names("volatile")
                .Object("span", span => Span(fields, span), isOptional: true),
            "chunk" or "progress" => fields.Id().Payload("value", isOptional: false),
            "log" => fields.NoBlobs().Level("level").Text("logger").Prose("message")
                .Integer("id", 1, long.MaxValue, isOptional: true).Prose("exception", isOptional: true),
            "error" => fields.NoBlobs().Integer("id", 1, long.MaxValue, isOptional: true)
                .Object("error", error => Error(fields, error))
                .Object("span", span => Span(fields, span), isOptional: true),
            _ => fields.Require(false),
        };
        return fields.Result;
    }

    private static void Versions(ReferenceFields fields, ReferenceValue range)
    {
        long? min = range.Member("min")?.Integer;
        long? max = range.Member("max")?.Integer;
        fields.Require(min >= 1 && max >= min && max <= int.MaxValue).Add($"{min}-{max}");
    }

    private static void Commands(ReferenceFields fields, ReferenceValue commands)
    {
        foreach (ReferenceMember command in commands.Members)
        {
            string? kind = command.Value.Member("kind") is { Kind: ReferenceKind.Text } name ? name.Text : null;
            fields.Require(command.Name.Length > 0 && kind is "query" or "idempotent" or "mutation" or "effect")
                .Add(command.Name).Add(kind);
        }
    }

    private static void Error(ReferenceFields fields, ReferenceValue error)
    {
        ReferenceValue? type = error.Member("type");
        ReferenceValue? message = error.Member("message");
        ReferenceValue? retryable = error.Member("retryable");
        ReferenceValue? traceback = error.Member("traceback");
        fields.Require(type is { Kind: ReferenceKind.Text, Text.Length: > 0 })
            .Require(message is { Kind: ReferenceKind.Text })
            .Require(retryable is null or { Kind: ReferenceKind.True or ReferenceKind.False })
            .Require(traceback is null or { Kind: ReferenceKind.Text })
            .Add(type?.Text).Add(message?.Text).Add(retryable?.Kind == ReferenceKind.True ? "retryable" : null).Add(traceback?.Text);
    }

    private static void Span(ReferenceFields fields, ReferenceValue span)
    {
        long? start = span.Member("start_us")?.Integer;
        long? duration = span.Member("duration_us")?.Integer;
        ReferenceValue? name = span.Member("name");
        fields.Require(start >= 0 && duration >= 0 && name is { Kind: ReferenceKind.Text, Text.Length: > 0 })
            .Add($"{start}+{duration}").Add(name?.Text);
    }
}
