using System.Globalization;
using Pool.Runtime.Tests.Protocol.Reference;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Answers to one caller's request, few of them honest; the same for the same seed and caller.</summary>
internal sealed class HostileAnswers
{
    private readonly Random _random;
    private readonly FrameMutator _mutator;

    public HostileAnswers(int seed, int caller, int maxFrameBytes)
    {
        _random = new Random(unchecked((seed * 100_003) + caller));
        _mutator = new FrameMutator(_random, maxFrameBytes);
    }

    public static byte[] Honest(long id, string value) => Wire.Bytes($$"""{"type":"result","id":{{id}},"value":{{value}}}""");

    public byte[] To(long id, string value, out bool isMutated)
    {
        int way = _random.Next(20);
        isMutated = way > 1;
        byte[] honest = Honest(id, value);
        return way switch
        {
            0 or 1 => honest,
            2 => [.. honest, .. honest],
            3 => Honest(id + _random.Next(-2, 3), value),
            4 => Honest(_random.NextInt64(), value),
            5 => [.. Log(id + _random.Next(3)), .. Preceding(id), .. honest],
            6 => [.. honest, .. (_random.Next(2) == 0 ? Preceding(id) : Log(id))],
            7 => [.. Mutated(id, value), .. honest],
            _ => Mutated(id, value),
        };
    }

    /// <summary>A hello or pong that the specification refuses, or that another message stands in for.</summary>
    public byte[] InPlaceOf(FuzzedMessage due, int maxFrameBytes)
    {
        while (true)
        {
            byte[] bytes = _mutator.Frame(due with { Fields = [.. due.Fields] });
            var stream = new ReferenceStream(bytes, maxFrameBytes);
            if (stream.Next() is not { } frame ? !stream.IsCutShort : ReferenceDecoder.WorkerMessage(frame) is null)
                return bytes;
        }
    }

    private static byte[] Log(long id) =>
        Wire.Bytes($$"""{"type":"log","level":"error","logger":"l","message":"m","id":{{id}}}""");

    private byte[] Preceding(long id)
    {
        string type = _random.Next(4) switch { 0 => "pong", 1 => "progress", _ => "chunk" };
        return Wire.Bytes($$"""{"type":"{{type}}","id":{{id}},"value":[1]}""");
    }

    private byte[] Mutated(long id, string value) => _mutator.Frame(FuzzedMessage.OfWorker(
        ("type", _random.Next(5) == 0 ? "\"error\"" : "\"result\""),
        ("id", id.ToString(CultureInfo.InvariantCulture)),
        ("error", """{"type":"T","message":"m","traceback":"t"}"""),
        ("value", value)));
}
