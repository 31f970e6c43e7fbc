using System.Globalization;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Mutations that keep a message an object: its fields lost, doubled, renamed, mistyped, in another order.</summary>
internal sealed class FieldMutations(Random random, JsonNoise noise)
{
    private static readonly string[] KnownNames =
    [
        "type", "id", "command", "args", "session", "deadline_ms", "traceparent", "blobs", "value", "volatile", "error", "protocol",
        "worker_id", "max_frame_bytes", "worker", "pid", "commands", "features", "window", "chunks", "span", "more",
        "level", "logger", "message", "exception", "log_level",
    ];

    private static readonly string[] Types =
    [
        "hello", "ping", "request", "cancel", "end_session", "shutdown", "credit", "snapshot", "restore", "pong", "result", "error", "chunk", "progress", "log", "Result", "",
    ];

    public void Apply(FuzzedMessage message)
    {
        List<FuzzedField> fields = message.Fields;
        int at = random.Next(Math.Max(fields.Count, 1));
        if (fields.Count == 0)
            fields.Add(new FuzzedField(noise.Name(), noise.Value()));
        switch (random.Next(11))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(random.Next(fields.Count + 1), random.Next(2) == 0 ? fields[at] : fields[at] with { Value = noise.Value() });
                break;
            case 2:
                Shuffle(fields);
                break;
            case 3:
                fields[at] = fields[at] with { Name = Renamed(fields[at].Name) };
                break;
            case 4:
                fields[at] = fields[at] with { Value = noise.Value() };
                break;
            case 5 or 6:
                fields.Insert(random.Next(fields.Count + 1), new FuzzedField(OtherName(), noise.Value()));
                break;
            case 7:
                fields[at] = fields[at] with { Value = "null" };
                break;
            case 8:
                fields[at] = fields[at] with { Value = Edited(fields[at].Value) };
                break;
            case 9:
                fields[0] = fields[0] with { Value = $"\"{Types[random.Next(Types.Length)]}\"" };
                break;
            default:
                DisturbBlobs(message);
                break;
        }
    }

    private void DisturbBlobs(FuzzedMessage message)
    {
        switch (random.Next(4))
        {
            case 0:
                message.Blobs.Add(noise.Bytes(4));
                break;
            case 1 when message.Blobs.Count > 0:
                message.Blobs.RemoveAt(random.Next(message.Blobs.Count));
                break;
            case 2 when message.Blobs.Count > 0:
                message.Blobs[^1] = noise.Bytes(12);
                break;
            default:
                string[] declarations = ["[0]", "[1]", "[0,0]", "[-1]", "[2.0]", "[99999999]", "[9223372036854775807,1]", "{}", "null", "[\"1\"]", "[]"];
                message.Fields.Insert(0, new FuzzedField("blobs", declarations[random.Next(declarations.Length)]));
                break;
        }
    }

    private string OtherName() =>
        random.Next(2) == 0 ? KnownNames[random.Next(KnownNames.Length)] : noise.Name();

    private string Renamed(string name) => random.Next(4) switch
    {
        0 => OtherName(),
        1 => name.ToUpperInvariant(),
        2 => name + " ",
        _ => string.Concat(name.Select(c => random.Next(2) == 0 ? c.ToString() : $"\\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}")),
    };

    // A part of the value gives way to another value, so that structured fields are hit inside too.
    private string Edited(string value)
    {
        int start = random.Next(value.Length + 1);
        int end = random.Next(start, Math.Min(value.Length, start + 8) + 1);
        string inside = random.Next(3) switch
        {
            0 => noise.Value(),
            1 => value.Substring(random.Next(value.Length), 1),
            _ => $",\"{noise.Name()}\":{noise.Value()}",
        };
        return value[..start] + inside + value[end..];
    }

    private void Shuffle(List<FuzzedField> fields)
    {
        FuzzedField[] order = [.. fields];
        random.Shuffle(order);
        fields.Clear();
        fields.AddRange(order);
    }
}
