using System.Buffers;
using System.Buffers.Binary;

namespace Pool.Runtime.Protocol;

/// <summary>
/// The growing bytes of one outgoing frame, its length prefix first. Kept from frame to frame; refuses to grow beyond
/// the largest frame allowed, so an over-long value costs no more memory than that.
/// </summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    public const int PrefixBytes = 4;

    private const int KeptBytes = 64 * 1024;

    private byte[] _bytes = new byte[1024];
    private int _limit;

    public int Written { get; private set; }

    /// <summary>Everything written so far, prefix included; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, Written);

    /// <summary>Starts a frame of at most <paramref name="maxFrameBytes"/>, not counting the prefix.</summary>
    public void Begin(int maxFrameBytes)
    {
        if (_bytes.Length > KeptBytes)
            _bytes = new byte[1024];
        _limit = maxFrameBytes;
        Written = PrefixBytes;
    }

    /// <summary>Writes the length of the JSON, which is all that was written, into the prefix.</summary>
    public void CloseJson() => BinaryPrimitives.WriteInt32BigEndian(_bytes, Written - PrefixBytes);

    public void Advance(int count) => Written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Written);
    }

    private void Ensure(int sizeHint)
    {
        long needed = (long)Written + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
            return;

        // A writer asks for more than it uses (three bytes for each character), hence the factor; the exact check
        // comes last.
        if (needed > (4L * _limit) + 4096)
        {
            throw new ProtocolException(
                ProtocolFault.TooLarge, $"The message needs more than the limit of {_limit} bytes a frame.");
        }

        long grown = Math.Max(needed, Math.Min(2L * _bytes.Length, (long)_limit + 4096));
        Array.Resize(ref _bytes, (int)Math.Min(grown, Array.MaxLength));
    }
}
