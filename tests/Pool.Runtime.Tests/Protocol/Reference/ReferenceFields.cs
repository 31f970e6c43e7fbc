namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>
/// The fields of one frame as the tables of section 4 type them. What it reads goes into the text by which two decoders
/// are compared; the first field that breaks a rule makes <see cref="IsRefused"/> true.
/// </summary>
internal sealed class ReferenceFields(ReferenceFrame frame)
{
    private static readonly HashSet<string> Known = new(
        [
            "type", "id", "command", "args", "session", "deadline_ms", "traceparent", "blobs", "value", "volatile", "error",
            "protocol", "worker_id", "max_frame_bytes", "worker", "pid", "commands", "features", "window", "chunks", "span", "more",
            "level", "logger", "message", "exception", "log_level",
        ],
        StringComparer.Ordinal);

    private readonly MessageText _text = new();

    public bool IsRefused { get; private set; } = frame.Root.Members
        .Where(member => Known.Contains(member.Name))
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .Any(group => group.Count() > 1);

    public string? Type => frame.Root.Member("type") is { Kind: ReferenceKind.Text } type ? type.Text : null;

    public string? Result => IsRefused ? null : _text.ToString();

    public ReferenceFields Add(string? fact)
    {
        _text.Add(fact);
        return this;
    }

    public ReferenceFields Require(bool holds)
    {
        IsRefused |= !holds;
        return this;
    }

    public ReferenceFields Id() => Integer("id", 1, long.MaxValue);

    public ReferenceFields Integer(string name, long lowest, long highest, bool isOptional = false)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null ? isOptional : field.Integer >= lowest && field.Integer <= highest);
        _text.Add(field?.Integer);
        return this;
    }

    public ReferenceFields Text(string name, bool isOptional = false)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null ? isOptional : field is { Kind: ReferenceKind.Text, Text.Length: > 0 });
        _text.Add(field?.Text);
        return this;
    }

    /// <summary>A string that may be empty.</summary>
    public ReferenceFields Prose(string name, bool isOptional = false)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null ? isOptional : field is { Kind: ReferenceKind.Text });
        _text.Add(field?.Text);
        return this;
    }

    public ReferenceFields Level(string name, bool isOptional = false)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null
            ? isOptional
            : field.Kind == ReferenceKind.Text && field.Text is "trace" or "debug" or "information" or "warning" or "error" or "critical");
        _text.Add(field?.Text);
        return this;
    }

    public ReferenceFields Flag(string name)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null or { Kind: ReferenceKind.True or ReferenceKind.False });
        _text.Add(field?.Kind == ReferenceKind.True ? name : null);
        return this;
    }

    public ReferenceFields Names(string name)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null or { Kind: ReferenceKind.List } && field?.Items.All(item => item.Kind == ReferenceKind.Text) != false);
        _text.Add(field?.Items.Select(item => item.Text) ?? []);
        return this;
    }

    public ReferenceFields NoBlobs() => Require(frame.Blobs.Count == 0);

    /// <summary>A payload, which may be null in earnest.</summary>
    public ReferenceFields Payload(string name, bool isOptional)
    {
        ReferenceValue? payload = frame.Root.Members
            .FirstOrDefault(member => member.Name.Equals(name, StringComparison.Ordinal))?.Value;
        Require((payload is not null || isOptional) && frame.CarriesItsBlobsIn(payload));
        _text.Add(payload is null ? "null"u8 : frame.Bytes.AsSpan(payload.Start..payload.End));
        foreach (Range blob in frame.Blobs)
            _text.Add(frame.Bytes.AsSpan(blob));
        return this;
    }

    /// <summary>An object whose members may not repeat.</summary>
    public ReferenceFields Object(string name, Action<ReferenceValue> read, bool isOptional = false)
    {
        ReferenceValue? field = frame.Root.Member(name);
        Require(field is null ? isOptional : field is { Kind: ReferenceKind.Object, RepeatsAMember: false });
        if (field is not null && !IsRefused)
            read(field);
        return this;
    }
}
