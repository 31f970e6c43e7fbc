using System.Buffers.Binary;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Protocol.Reference;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Feeds mutated streams to the decoders and to the reference, and compares them frame by frame.</summary>
internal sealed class FrameFuzz
{
    // What the decoders may take for a frame whatever its size (the state of a read, an error with its text), for each
    // byte that it announces within the limit, and for each comma: what stands before it may become a blob, a string or a
    // command with its places in lists. Eight for a byte: itself, and the error for a wrong literal, for which
    // System.Text.Json turns all that follows into text three times (the rest, the sentence with it, the sentence with its place).
    private const int FixedBytes = 12 * 1024;
    private const int BytesPerByte = 8;
    private const int BytesPerComma = 512;

    // Until here what is loaded and compiled on first use is counted as well.
    private const int WarmUpFrames = 500;

    private readonly int _seed;
    private readonly Random _random;
    private readonly FrameLimits[] _limits = [new() { MaxFrameBytes = 1024 }, new() { MaxFrameBytes = 32 * 1024 }];
    private readonly FrameMutator[] _mutators;

    public FrameFuzz(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _mutators = [.. _limits.Select(limits => new FrameMutator(_random, limits.MaxFrameBytes))];
    }

    public FuzzTally Tally { get; } = new();

    public async Task RunAsync(int frames)
    {
        while (Tally.Frames < frames)
        {
            int choice = _random.Next(_limits.Length);
            byte[] bytes = _mutators[choice].Stream(out bool isOfHost);
            try
            {
                await CompareAsync(bytes, isOfHost != (_random.Next(16) == 0), _limits[choice]);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException(
                    $"POOL_SEED={_seed}, at most {_limits[choice].MaxFrameBytes} bytes a frame: {Convert.ToHexString(bytes)}", broken);
            }
        }
    }

    private static long Allowed(ReadOnlySpan<byte> rest, ReferenceFrame? frame, FrameLimits limits)
    {
        long announced = rest.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (announced > limits.MaxFrameBytes)
            return FixedBytes;
        int commas = rest[..(int)Math.Min(announced + 4, rest.Length)].Count((byte)',');
        long blobs = frame?.Blobs.Sum(blob => blob.End.Value - blob.Start.Value) ?? (limits.MaxFrameBytes - announced);
        return FixedBytes + (BytesPerByte * announced) + (BytesPerComma * commas) + blobs;
    }

    private static string? Expected(ReferenceFrame frame, bool isOfHost) =>
        isOfHost ? ReferenceDecoder.HostMessage(frame) : ReferenceDecoder.WorkerMessage(frame);

    private async Task CompareAsync(byte[] bytes, bool isOfHost, FrameLimits limits)
    {
        await using var stream = new PiecewiseStream(bytes, _random);
        var reader = new FrameReader(stream, limits);
        var reference = new ReferenceStream(bytes, limits.MaxFrameBytes);
        while (true)
        {
            int position = reference.Position;
            long before = GC.GetAllocatedBytesForCurrentThread();
            FrameOutcome outcome = await FrameOutcome.NextAsync(reader, isOfHost);
            long spent = GC.GetAllocatedBytesForCurrentThread() - before;
            ReferenceFrame? frame = reference.Next();
            long allowed = Allowed(bytes.AsSpan(position), frame, limits);
            // What the runtime sets up once, such as an error's text, is no cost of the frame: that comes again.
            if (spent > allowed)
                spent = await SpentAgainAsync(bytes[position..], isOfHost, limits);
            Bound(spent, allowed);
            if (outcome.IsEnd)
            {
                (frame is null && reference.IsAtEnd).ShouldBeTrue("Something was taken for the end of the stream.");
                return;
            }

            Judge(outcome, frame, isOfHost);

            // Where a frame ends that was refused as a frame is not certain; nobody reads on (P35).
            if (frame is null || outcome.Frame is null)
                return;
        }
    }

    private static async Task<long> SpentAgainAsync(byte[] bytes, bool isOfHost, FrameLimits limits)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new FrameReader(stream, limits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await FrameOutcome.NextAsync(reader, isOfHost);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Judge(FrameOutcome outcome, ReferenceFrame? frame, bool isOfHost)
    {
        Tally.Count(outcome);
        string? expected = frame is null ? null : Expected(frame, isOfHost);
        if (outcome.Message is null)
            (expected is null || frame!.MayBeRefused).ShouldBeTrue($"Refused ({outcome.Refusal!.Message}), but the specification allows {expected}");
        else
            DecodedText.Of(outcome.Message).ShouldBe(expected);
    }

    private void Bound(long spent, long allowed)
    {
        if (Tally.Frames < WarmUpFrames)
            return;
        Tally.HighestAllocation = Math.Max(Tally.HighestAllocation, spent / (double)allowed);
        spent.ShouldBeLessThanOrEqualTo(allowed);
    }
}
