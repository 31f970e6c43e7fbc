using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Pool.Runtime.Protocol;

/// <summary>
/// Cuts a stream into frames. One call at a time. A read may be cancelled while it waits for a frame to begin; one that
/// ends inside a frame leaves the stream at an unknown place, and every later read says so.
/// </summary>
internal sealed class FrameReader
{
    private const int PrefixBytes = 4;
    private const int ReadAheadBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly FrameLimits _limits;

    // Bytes read but not yet used are [_start, _end): a small frame, or several, cost one read of the stream.
    private readonly byte[] _ahead = new byte[ReadAheadBytes];
    private int _start;
    private int _end;
    private bool _inside;

    public FrameReader(Stream stream, FrameLimits limits)
    {
        _stream = stream;
        _limits = limits;
    }

    /// <summary>Returns the next frame, or null when the stream ended between two frames.</summary>
    /// <exception cref="ProtocolException">
    /// The bytes are no frame within the limits, or the stream ended inside one.
    /// </exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_inside)
            throw new ProtocolException(ProtocolFault.Truncated, "An earlier read of this stream ended inside a frame.");
        if (!await FillAsync(PrefixBytes, cancellationToken))
        {
            return _end == _start
                ? null
                : throw Truncated("length prefix", PrefixBytes, _end - _start);
        }

        _inside = true;
        byte[] json = Allocate(TakePrefix());
        await FillWholeAsync(json, "JSON", cancellationToken);
        if (!Utf8.IsValid(json))
            throw Malformed.Because($"its {json.Length} bytes of JSON are no UTF-8");
        int[] lengths = BlobDeclaration.Read(json, _limits);
        var blobs = lengths.Length == 0 ? [] : new ReadOnlyMemory<byte>[lengths.Length];
        for (int i = 0; i < blobs.Length; i++)
        {
            byte[] blob = Allocate(lengths[i]);
            await FillWholeAsync(blob, "blob", cancellationToken);
            blobs[i] = blob;
        }

        _inside = false;
        return new Frame(json, blobs);
    }

    private static byte[] Allocate(int bytes) => bytes == 0 ? [] : GC.AllocateUninitializedArray<byte>(bytes);

    private static ProtocolException Truncated(string part, int expected, int got) => new(
        ProtocolFault.Truncated, $"The stream ended inside a frame: {got} of {expected} bytes of its {part} arrived.");

    private int TakePrefix()
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_ahead.AsSpan(_start));
        _start += PrefixBytes;
        if (length > (uint)_limits.MaxFrameBytes)
        {
            throw new ProtocolException(
                ProtocolFault.TooLarge,
                $"A frame announces {length} bytes of JSON; the limit is {_limits.MaxFrameBytes} bytes.");
        }

        return length >= 2 ? (int)length : throw Malformed.Because($"{length} bytes can't hold a JSON object");
    }

    private async ValueTask FillWholeAsync(Memory<byte> target, string part, CancellationToken cancellationToken)
    {
        // What fits is read through the buffer, so that the same read may bring the next frame too.
        if (target.Length <= _ahead.Length)
            await FillAsync(target.Length, cancellationToken);
        int done = Math.Min(_end - _start, target.Length);
        _ahead.AsMemory(_start, done).CopyTo(target);
        _start += done;
        while (done < target.Length)
        {
            int got = await _stream.ReadAsync(target[done..], cancellationToken);
            if (got == 0)
                throw Truncated(part, target.Length, done);
            done += got;
        }
    }

    /// <summary>
    /// Reads until the buffer holds <paramref name="count"/> bytes; false when the stream ended before.
    /// </summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_start == _end)
            _start = _end = 0;
        if (_ahead.Length - _start < count)
        {
            _ahead.AsSpan(_start, _end - _start).CopyTo(_ahead);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            int got = await _stream.ReadAsync(_ahead.AsMemory(_end), cancellationToken);
            if (got == 0)
                return false;
            _end += got;
        }

        return true;
    }
}
