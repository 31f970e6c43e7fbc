using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>The least that a client of the protocol must do: encode a request, cut and check a reply.</summary>
#pragma warning disable CA1001 // The JSON writer writes to our own buffer and holds nothing that needs disposing.
internal sealed class RawFrames
#pragma warning restore CA1001
{
    private readonly ArrayBufferWriter<byte> _request = new(256);
    private readonly Utf8JsonWriter _json;

    public RawFrames() => _json = new Utf8JsonWriter(_request);

    /// <summary>The frame of an echo request: 102 bytes of JSON, as in the notes' measurements.</summary>
    public ReadOnlyMemory<byte> Encode(long id)
    {
        _request.ResetWrittenCount();
        _request.GetSpan(4);
        _request.Advance(4);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type"u8, "request"u8);
        _json.WriteNumber("id"u8, id);
        _json.WriteString("command"u8, "echo"u8);
        _json.WriteStartObject("args"u8);
        _json.WriteString("text"u8, Text);
        _json.WriteNumber("number"u8, 42);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        var frame = _request.WrittenMemory;
        BinaryPrimitives.WriteInt32BigEndian(System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame).Span, frame.Length - 4);
        return frame;
    }

    /// <summary>Length of the first whole frame in the bytes, prefix included; 0 when it is not all there.</summary>
    public static int WholeFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            return 0;
        var length = 4 + BinaryPrimitives.ReadInt32BigEndian(bytes);
        return bytes.Length >= length ? length : 0;
    }

    /// <summary>Reads a reply through and fails unless it is the result with this id.</summary>
    public static void Check(ReadOnlySpan<byte> frame, long id)
    {
        var reader = new Utf8JsonReader(frame[4..]);
        var (isResult, found) = (false, 0L);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isResult = reader.ValueTextEquals("result"u8);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                found = reader.GetInt64();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!isResult || found != id)
            throw new InvalidDataException($"A reply is no result of request {id}: {System.Text.Encoding.UTF8.GetString(frame[4..])}");
    }

    private static ReadOnlySpan<byte> Text => "0123456789abcdef0123"u8;
}
