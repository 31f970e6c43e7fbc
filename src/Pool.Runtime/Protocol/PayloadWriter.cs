using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pool.Runtime.Protocol;

/// <summary>One thread's means to write values as JSON, used for one value after another.</summary>
#pragma warning disable CA1001 // The JSON writer writes to our own buffer and holds nothing that needs disposing.
internal sealed class PayloadWriter
#pragma warning restore CA1001
{
    // A text up to this size is copied into memory of its own, and its buffer used again; a longer one keeps its buffer.
    private const int KeptBytes = 32 * 1024;

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _bytes = new(256);

    public PayloadWriter(JsonWriterOptions options) => _json = new Utf8JsonWriter(_bytes, options);

    /// <summary>The blobs of the value being written.</summary>
    public BlobScope Blobs { get; } = new([]);

    /// <summary>A value is being written, whose converter may want to write another.</summary>
    public bool IsTaken { get; private set; }

    public Payload Write(object value, JsonTypeInfo contract)
    {
        IsTaken = true;
        try
        {
            _json.Reset(_bytes);
            JsonSerializer.Serialize(_json, value, contract);
            _json.Flush();
            return new Payload(TakeText(), Blobs.TakeCollected());
        }
        finally
        {
            Blobs.TakeCollected();
            if (_bytes.Capacity > KeptBytes)
                _bytes = new ArrayBufferWriter<byte>(256);
            _bytes.ResetWrittenCount();
            IsTaken = false;
        }
    }

    private ReadOnlyMemory<byte> TakeText()
    {
        if (_bytes.WrittenCount <= KeptBytes)
            return _bytes.WrittenSpan.ToArray();
        ReadOnlyMemory<byte> text = _bytes.WrittenMemory;
        _bytes = new ArrayBufferWriter<byte>(256);
        return text;
    }
}
