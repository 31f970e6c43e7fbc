using System.Buffers.Binary;
using System.Text;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Makes streams of frames of which each was mutated at least once: as a message, as bytes, or as a frame.</summary>
internal sealed class FrameMutator
{
    private readonly Random _random;
    private readonly int _maxFrameBytes;
    private readonly JsonNoise _noise;
    private readonly MessageGrammar _grammar;
    private readonly FieldMutations _fields;
    private readonly ByteMutations _bytes;

    public FrameMutator(Random random, int maxFrameBytes)
    {
        _random = random;
        _maxFrameBytes = maxFrameBytes;
        _noise = new JsonNoise(random);
        _grammar = new MessageGrammar(random, _noise);
        _fields = new FieldMutations(random, _noise);
        _bytes = new ByteMutations(random);
    }

    /// <summary>One to six frames, most in the direction of the first.</summary>
    public byte[] Stream(out bool isOfHost)
    {
        var stream = new List<byte>();
        isOfHost = Append(stream);
        for (int left = _random.Next(6); left > 0; left--)
        {
            int start = stream.Count;
            if (Append(stream) != isOfHost && _random.Next(4) != 0)
                stream.RemoveRange(start, stream.Count - start);
            else if (_random.Next(20) == 0)
                stream.AddRange(stream[start..]);
        }

        if (_random.Next(12) == 0)
            stream.RemoveAt(_random.Next(stream.Count));
        int end = _random.Next(12) == 0 ? _random.Next(stream.Count) : stream.Count;
        stream.RemoveRange(end, stream.Count - end);
        return [.. stream];
    }

    /// <summary>That message as one frame, mutated at least once.</summary>
    public byte[] Frame(FuzzedMessage message)
    {
        var frame = new List<byte>();
        Append(frame, message);
        return [.. frame];
    }

    private bool Append(List<byte> stream)
    {
        FuzzedMessage message = _grammar.Next();
        Append(stream, message);
        return message.IsOfHost;
    }

    private void Append(List<byte> stream, FuzzedMessage message)
    {
        int way = _random.Next(20);
        if (way < 13)
        {
            for (int edits = _random.Next(3) == 0 ? 2 : 1; edits > 0; edits--)
                _fields.Apply(message);
        }

        List<byte> json = Written(message);
        if (way is >= 12 and < 18)
        {
            for (int edits = _random.Next(3) == 0 ? 2 : 1; edits > 0; edits--)
                _bytes.Apply(json);
        }

        uint prefix = (uint)json.Count;
        if (way >= 18)
            prefix = DisturbFrame(json, message.Blobs);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, prefix);
        stream.AddRange(length);
        stream.AddRange(json);
        foreach (byte[] blob in message.Blobs)
            stream.AddRange(blob);
    }

    private List<byte> Written(FuzzedMessage message)
    {
        var json = new StringBuilder("{");
        bool isSpaced = _random.Next(8) == 0;
        foreach (FuzzedField field in message.Fields)
        {
            if (json.Length > 1)
                json.Append(Space(isSpaced)).Append(',');
            json.Append(Space(isSpaced)).Append('"').Append(field.Name).Append('"').Append(Space(isSpaced)).Append(':')
                .Append(Space(isSpaced)).Append(field.Value);
        }

        return [.. Encoding.UTF8.GetBytes(json.Append(Space(isSpaced)).Append('}').ToString())];
    }

    private string Space(bool isSpaced) => isSpaced ? " \t\r\n"[..(_random.Next(5))] : "";

    /// <summary>Wrong lengths, and right ones around the limit; returns what the prefix says.</summary>
    private uint DisturbFrame(List<byte> json, List<byte[]> blobs)
    {
        int count = json.Count;
        switch (_random.Next(40))
        {
            case < 6:
                return (uint)(count + _random.Next(-4, 5));
            case < 8:
                return (uint)_random.Next(4);
            case < 10:
                return (uint)_random.NextInt64(1L << 32);
            case < 12:
                return (uint)(_maxFrameBytes + _random.Next(-2, 3));
            case 12:
                // White space fills the frame up to the limit, less what its blobs take, give or take a byte.
                int room = _maxFrameBytes - count - blobs.Sum(blob => blob.Length) + _random.Next(-1, 2);
                json.InsertRange(count - 1, Enumerable.Repeat((byte)' ', Math.Max(room, 0)));
                return (uint)json.Count;
            case < 26:
                json.InsertRange(count - 1, Enumerable.Repeat((byte)' ', _random.Next(1, 40)));
                return (uint)json.Count;
            case < 32:
                blobs.Add(_noise.Bytes(8));
                return (uint)count;
            default:
                if (blobs.Count > 0)
                    blobs.RemoveAt(0);
                return (uint)count;
        }
    }
}
