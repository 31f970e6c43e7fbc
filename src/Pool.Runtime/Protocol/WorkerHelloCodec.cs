using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>The worker's hello, the one message with structure of its own.</summary>
internal static class WorkerHelloCodec
{
    public static void Write(Utf8JsonWriter json, WorkerHello hello)
    {
        json.WriteString("type"u8, "hello"u8);
        json.WriteNumber("protocol"u8, hello.Version);
        json.WriteString("worker"u8, hello.Worker);
        if (hello.Pid is { } pid)
            json.WriteNumber("pid"u8, pid);
        json.WriteNumber("max_frame_bytes"u8, hello.MaxFrameBytes);
        json.WriteStartObject("commands"u8);
        foreach ((string name, CommandDescription command) in hello.Commands)
        {
            json.WriteStartObject(name);
            json.WriteString("kind"u8, WireFormat.NameOf(command.Kind));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WorkerMessageCodec.WriteStrings(json, "features"u8, hello.Features);
    }

    public static WorkerHello Decode(ref readonly Envelope envelope) => new(
        (int)envelope.RequiredInteger(EnvelopeField.Protocol, 1, int.MaxValue),
        envelope.RequiredString(EnvelopeField.Worker),
        (int?)envelope.OptionalInteger(EnvelopeField.Pid, 1, int.MaxValue),
        (int)envelope.RequiredInteger(EnvelopeField.MaxFrameBytes, FrameLimits.LowestMaxFrameBytes, int.MaxValue),
        Commands(in envelope),
        envelope.OptionalStrings(EnvelopeField.Features));

    private static Dictionary<string, CommandDescription> Commands(ref readonly Envelope envelope)
    {
        using JsonDocument document = envelope.RequiredDocument(EnvelopeField.Commands, JsonValueKind.Object);
        var commands = new Dictionary<string, CommandDescription>(StringComparer.Ordinal);
        foreach (JsonProperty command in document.RootElement.EnumerateObject())
        {
            if (command.Name.Length == 0)
                throw Malformed.Because("a command has an empty name");
            if (command.Value.ValueKind != JsonValueKind.Object
                || !command.Value.TryGetProperty("kind", out JsonElement kind) || kind.ValueKind != JsonValueKind.String)
            {
                throw Malformed.Because($"the command {Excerpt.Of(command.Name)} has no kind");
            }

            commands[command.Name] = new CommandDescription(command.Name, WireFormat.KindOf(kind.GetString()!));
        }

        return commands;
    }
}
