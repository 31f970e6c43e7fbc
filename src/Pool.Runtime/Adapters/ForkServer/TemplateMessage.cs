using System.Buffers;
using System.Text.Json;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>One packet of JSON between host and template, which are always of one version.</summary>
/// <param name="Kind">What a template says.</param>
/// <param name="Number">The request it is about.</param>
/// <param name="ProcessId">The worker, as the template counts.</param>
/// <param name="ExitCode">How it ended: its exit code, or the signal as a negative number.</param>
/// <param name="Text">Why something is not so.</param>
internal sealed record TemplateMessage(TemplateMessageKind Kind, long Number, int ProcessId, int ExitCode, string? Text)
{
    /// <exception cref="TemplateException">It is no such packet.</exception>
    public static TemplateMessage Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var message = JsonElement.Parse(json);
            return new TemplateMessage(
                Enum.TryParse<TemplateMessageKind>(message.GetProperty("kind").GetString(), ignoreCase: true, out var kind) ? kind : TemplateMessageKind.Unknown,
                message.TryGetProperty("number", out var number) ? number.GetInt64() : 0,
                message.TryGetProperty("pid", out var pid) ? pid.GetInt32() : 0,
                message.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
                message.TryGetProperty("text", out var text) ? text.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new TemplateException("the fork server said something that can't be read: " + e.Message, isPassing: true, e);
        }
    }

    /// <summary>Asks for a worker.</summary>
    public static byte[] Fork(long number, IEnumerable<KeyValuePair<string, string>> variables, WorkerLimits? limits) => Write(json =>
    {
        json.WriteNumber("fork", number);
        json.WriteStartObject("env");
        foreach (var (name, value) in variables)
            json.WriteString(name, value);
        json.WriteEndObject();
        if (limits?.Niceness is { } niceness)
            json.WriteNumber("nice", niceness);
        if (limits?.OpenFiles is { } files)
            json.WriteNumber("nofile", files);
        if (limits?.Cpus is { } cpus)
        {
            json.WriteStartArray("cpus");
            foreach (var cpu in cpus)
                json.WriteNumberValue(cpu);
            json.WriteEndArray();
        }
    });

    /// <summary>Asks for a worker's end.</summary>
    public static byte[] Kill(int workerId) => Write(json => json.WriteNumber("kill", workerId));

    /// <summary>Asks for a sign of life.</summary>
    public static byte[] Ping() => Write(json => json.WriteBoolean("ping", true));

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
