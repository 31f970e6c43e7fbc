using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class MutatedFrameTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Splices =
    [
        "{", "}", "[", "]", "\"", "\\", "\\ud800", "\\u0000", "null", "-1", "1e999", "9999999999999999999", "\"blobs\":[3]",
        "\"blobs\":[99999999]", "{\"$blob\":0}", "{\"$blob\":1}", "\"id\":1,", "\"type\":\"result\",", "\"value\":", ",", ":",
    ];

    [Test]
    public async Task Every_mutation_of_a_frame_ends_in_a_message_or_a_protocol_error()
    {
        int seed = Seed();
        TestContext.Out.WriteLine($"POOL_SEED={seed}");
        var random = new Random(seed);
        byte[][] originals = Originals();
        var limits = new FrameLimits { MaxFrameBytes = 64 * 1024 };
        int messages = 0;

        for (int round = 0; round < Rounds; round++)
        {
            byte[] mutated = Mutate(originals[random.Next(originals.Length)], random);
            try
            {
                using var stream = new MemoryStream(mutated);
                var reader = new FrameReader(stream, limits);
                while (await reader.ReadAsync(default) is { } frame)
                {
                    messages += Decodes(frame, f => HostMessageCodec.Decode(f)) ? 1 : 0;
                    messages += Decodes(frame, f => WorkerMessageCodec.Decode(f)) ? 1 : 0;
                }
            }
            catch (ProtocolException)
            {
                // One of the two legal ends.
            }
            catch (Exception escaped)
            {
                Assert.Fail(
                    $"POOL_SEED={seed}: round {round}, {Convert.ToHexString(mutated)} ended in {escaped.GetType().Name}: {escaped.Message}");
            }
        }

        // A mutator that breaks everything, or nothing, would prove little.
        messages.ShouldBeInRange(Rounds / 50, Rounds * 9 / 10);
    }

    private static bool Decodes(Frame frame, Action<Frame> decode)
    {
        try
        {
            decode(frame);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("POOL_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : RandomNumberGenerator.GetInt32(int.MaxValue);

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (int edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 30))));
                    break;
                case 3:
                    bytes.InsertRange(Math.Min(Math.Max(at, 4), bytes.Count), Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]));
                    break;
                case 4:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes.RemoveAt(at);
                    break;
            }
        }

        // Most mutants get a prefix that fits, or none would come further than that.
        if (bytes.Count > 4 && random.Next(4) != 0)
            BinaryPrimitives.WriteInt32BigEndian(CollectionsMarshal.AsSpan(bytes), bytes.Count - 4);
        return [.. bytes];
    }

    private static byte[][] Originals() =>
    [
        Wire.Bytes("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096}"""),
        Wire.Bytes("""{"type":"hello","protocol":1,"worker":"w","pid":5,"max_frame_bytes":4096,"commands":{"a":{"kind":"query"}},"features":["x"]}"""),
        Wire.Bytes("""{"type":"ping","id":1}"""),
        Wire.Bytes("""{"type":"request","id":2,"command":"echo","session":"s","deadline_ms":100,"args":{"a":[1,2.5,"ü\n",null,true]}}"""),
        Wire.Bytes("""{"type":"request","id":2,"command":"sum","blobs":[3,0],"args":[{"$blob":0},{"$blob":1}]}""", [1, 2, 3], []),
        Wire.Bytes("""{"type":"result","id":2,"volatile":["at"],"value":{"at":"now","n":1}}"""),
        Wire.Bytes("""{"type":"result","id":2,"blobs":[5],"value":{"data":{"$blob":0}}}""", [1, 2, 3, 4, 5]),
        Wire.Bytes("""{"type":"error","id":2,"error":{"type":"T","message":"m","retryable":true,"traceback":"t"}}"""),
        Wire.Bytes("""{"type":"progress","id":2,"value":0.5}"""),
        [.. Wire.Bytes("""{"type":"cancel","id":2}"""), .. Wire.Bytes("""{"type":"shutdown"}""")],
    ];
}
