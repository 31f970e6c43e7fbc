using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>
/// A frame's JSON object taken apart in one pass: where each known field lies. Unknown fields are skipped, known ones
/// may occur once. A field that is null counts as absent, except for payloads.
/// </summary>
internal ref struct Envelope
{
    private readonly Frame _frame;
    private readonly int _maxDepth;
    private EnvelopeSlices _slices;

    private Envelope(Frame frame, int maxDepth)
    {
        _frame = frame;
        _maxDepth = maxDepth;
    }

    public static Envelope Parse(Frame frame, int maxDepth)
    {
        var envelope = new Envelope(frame, maxDepth);
        envelope.Index();
        return envelope;
    }

    public readonly bool Has(EnvelopeField field) =>
        !_slices[(int)field].IsEmpty && !Slice(field).Span.SequenceEqual("null"u8);

    public readonly bool TypeIs(ReadOnlySpan<byte> name)
    {
        Utf8JsonReader type = At(EnvelopeField.Type);
        return type.TokenType == JsonTokenType.String && type.ValueTextEquals(name);
    }

    public readonly string RequiredString(EnvelopeField field) =>
        OptionalString(field) ?? throw Malformed.Field(EnvelopeFields.NameOf(field), "a string");

    public readonly string? OptionalString(EnvelopeField field)
    {
        if (!Has(field))
            return null;
        Utf8JsonReader reader = At(field);
        return reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text
            ? text
            : throw Malformed.Field(EnvelopeFields.NameOf(field), "a string that is not empty");
    }

    /// <summary>A string that may be empty.</summary>
    public readonly string? OptionalText(EnvelopeField field)
    {
        if (!Has(field))
            return null;
        Utf8JsonReader reader = At(field);
        return reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : throw Malformed.Field(EnvelopeFields.NameOf(field), "a string");
    }

    public readonly long RequiredInteger(EnvelopeField field, long lowest, long highest) =>
        OptionalInteger(field, lowest, highest)
        ?? throw Malformed.Field(EnvelopeFields.NameOf(field), $"an integer from {lowest} to {highest}");

    public readonly long? OptionalInteger(EnvelopeField field, long lowest, long highest)
    {
        if (!Has(field))
            return null;
        Utf8JsonReader reader = At(field);
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number)
            && number >= lowest && number <= highest
            ? number
            : throw Malformed.Field(EnvelopeFields.NameOf(field), $"an integer from {lowest} to {highest}");
    }

    /// <summary>A flag; absent means false.</summary>
    public readonly bool OptionalFlag(EnvelopeField field)
    {
        if (!Has(field))
            return false;
        JsonTokenType token = At(field).TokenType;
        return token is JsonTokenType.True or JsonTokenType.False
            ? token == JsonTokenType.True
            : throw Malformed.Field(EnvelopeFields.NameOf(field), "true or false");
    }

    public readonly long RequiredId() => RequiredInteger(EnvelopeField.Id, 1, long.MaxValue);

    /// <summary>
    /// The payload in <paramref name="field"/>, its references to blobs checked; null when the field is absent.
    /// </summary>
    public readonly Payload? OptionalPayload(EnvelopeField field)
    {
        if (_slices[(int)field].IsEmpty)
            return null;
        ReadOnlyMemory<byte> json = Slice(field);
        return _frame.Blobs.Count > 0 && BlobReferences.FindProblem(json.Span, _frame.Blobs.Count, _maxDepth) is { } problem
            ? throw Malformed.Because(problem)
            : new Payload(json, _frame.Blobs);
    }

    public readonly Payload RequiredPayload(EnvelopeField field) =>
        OptionalPayload(field) ?? throw Malformed.Field(EnvelopeFields.NameOf(field), "present");

    /// <summary>Refuses blobs in a message that carries no payload, where nothing could refer to them.</summary>
    public readonly void RefuseBlobs()
    {
        if (_frame.Blobs.Count > 0)
            throw Malformed.Because($"it declares {_frame.Blobs.Count} blobs, but its type carries none");
    }

    /// <summary>Parses a small structured field; its members may not repeat.</summary>
    public readonly JsonDocument RequiredDocument(EnvelopeField field, JsonValueKind kind)
    {
        JsonDocument document = JsonDocument.Parse(
            Has(field) ? Slice(field) : throw Malformed.Field(EnvelopeFields.NameOf(field), $"a JSON {kind}"),
            new JsonDocumentOptions { MaxDepth = _maxDepth, AllowDuplicateProperties = false });
        return document.RootElement.ValueKind == kind
            ? document
            : throw Malformed.Field(EnvelopeFields.NameOf(field), $"a JSON {kind}");
    }

    /// <summary>The strings of a list; absent means none.</summary>
    public readonly IReadOnlyList<string> OptionalStrings(EnvelopeField field)
    {
        if (!Has(field))
            return [];
        using JsonDocument document = RequiredDocument(field, JsonValueKind.Array);
        var strings = new List<string>();
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            strings.Add(item.ValueKind == JsonValueKind.String
                ? item.GetString()!
                : throw Malformed.Field(EnvelopeFields.NameOf(field), "an array of strings"));
        }

        return strings;
    }

    /// <summary>A reader at the first token of a field that is there.</summary>
    public readonly Utf8JsonReader At(EnvelopeField field)
    {
        var reader = new Utf8JsonReader(Slice(field).Span);
        if (!_slices[(int)field].IsEmpty)
            reader.Read();
        return reader;
    }

    private readonly ReadOnlyMemory<byte> Slice(EnvelopeField field)
    {
        EnvelopeSlice slice = _slices[(int)field];
        return _frame.Json.Slice(slice.Start, slice.Length);
    }

    private void Index()
    {
        var reader = new Utf8JsonReader(_frame.Json.Span, new JsonReaderOptions { MaxDepth = _maxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Malformed.NoObject(reader.TokenType);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            EnvelopeField? field = EnvelopeFields.Match(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (field is not { } known)
                continue;
            if (!_slices[(int)known].IsEmpty)
                throw Malformed.Because($"the field '{EnvelopeFields.NameOf(known)}' occurs twice");
            _slices[(int)known] = new EnvelopeSlice(start, (int)reader.BytesConsumed - start);
        }

        // One more read makes the reader refuse whatever follows the object.
        reader.Read();
    }
}
