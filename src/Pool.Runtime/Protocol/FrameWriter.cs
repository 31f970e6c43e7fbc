using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>
/// Writes frames to a stream. One call at a time: the next may begin when the last has ended. A message that is
/// refused has left no byte on the stream; a write that fails or is cancelled may have left half a frame, and the
/// stream is then lost.
/// </summary>
#pragma warning disable CA1001 // The JSON writer writes to our own buffer and holds nothing that needs disposing.
internal sealed class FrameWriter
#pragma warning restore CA1001
{
    // Below this, one copy is cheaper than one more system call.
    private const int CopiedBlobBytes = 8 * 1024;

    private readonly Stream _stream;
    private readonly FrameLimits _limits;
    private readonly FrameBuffer _buffer = new();
    private int _maxFrameBytes;
    private int _writing;

    public FrameWriter(Stream stream, FrameLimits limits)
    {
        _stream = stream;
        _limits = limits;
        _maxFrameBytes = limits.MaxFrameBytes;
    }

    // Its encoder takes milliseconds to make, which a worker that starts would pay for ahead of its hello.
    private Utf8JsonWriter Json => field ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Lowers the limit to what the peer's hello says it takes.</summary>
    public void Restrict(int maxFrameBytes) => _maxFrameBytes = Math.Min(_limits.MaxFrameBytes, maxFrameBytes);

    /// <summary>Encodes a message in place and writes it.</summary>
    /// <exception cref="ProtocolException">The message is larger than the peer takes; nothing was written.</exception>
    public ValueTask WriteAsync(HostMessage message, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            Encode(message);
            Seal(message.Carried.Blobs);
        }
        catch
        {
            End();
            throw;
        }

        return SendAsync(message.Carried.Blobs, cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync(HostMessage, CancellationToken)"/>
    public ValueTask WriteAsync(WorkerMessage message, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            Encode(message);
            Seal(message.Carried.Blobs);
        }
        catch
        {
            End();
            throw;
        }

        return SendAsync(message.Carried.Blobs, cancellationToken);
    }

    /// <summary>Writes a frame that was encoded before; its JSON must declare its blobs.</summary>
    /// <inheritdoc cref="WriteAsync(HostMessage, CancellationToken)"/>
    public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            ReadOnlySpan<byte> json = frame.Json.Span;
            json.CopyTo(_buffer.GetSpan(json.Length));
            _buffer.Advance(json.Length);
            Seal(frame.Blobs);
        }
        catch
        {
            End();
            throw;
        }

        return SendAsync(frame.Blobs, cancellationToken);
    }

    private void Encode(HostMessage message)
    {
        Utf8JsonWriter json = Json;
        json.Reset();
        HostMessageCodec.Write(json, message);
        json.Flush();
    }

    private void Encode(WorkerMessage message)
    {
        Utf8JsonWriter json = Json;
        json.Reset();
        WorkerMessageCodec.Write(json, message);
        json.Flush();
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            throw new InvalidOperationException("A frame is still being written to this stream; await that write first.");
        _buffer.Begin(_maxFrameBytes);
    }

    private void End() => Volatile.Write(ref _writing, 0);

    private void Seal(IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        _buffer.CloseJson();
        if (blobs.Count > _limits.MaxBlobs)
        {
            throw new ProtocolException(
                ProtocolFault.Unsendable, $"The message has {blobs.Count} blobs; a frame carries at most {_limits.MaxBlobs}.");
        }

        long bytes = _buffer.Written - FrameBuffer.PrefixBytes;
        for (int i = 0; i < blobs.Count; i++)
            bytes += blobs[i].Length;
        if (bytes > _maxFrameBytes)
        {
            throw new ProtocolException(
                ProtocolFault.TooLarge,
                $"The message takes {bytes} bytes with its blobs; the receiver's limit is {_maxFrameBytes} bytes a frame.")
            {
                Size = bytes,
            };
        }
    }

    // A small frame that the stream takes at once, which nearly every one is, is sent without a state machine.
    private ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> blobs, CancellationToken cancellationToken)
    {
        Task flushing;
        try
        {
            int copied = CopySmallBlobs(blobs);
            ValueTask writing = _stream.WriteAsync(_buffer.Content, cancellationToken);
            flushing = writing.IsCompletedSuccessfully && copied == blobs.Count
                ? _stream.FlushAsync(cancellationToken)
                : WriteOnAsync(writing, blobs, copied, cancellationToken);
            if (!flushing.IsCompletedSuccessfully)
                return FinishAsync(flushing);
        }
        catch (Exception e)
        {
            End();
            return ValueTask.FromException(e);
        }

        End();
        return default;
    }

    private async Task WriteOnAsync(
        ValueTask writing, IReadOnlyList<ReadOnlyMemory<byte>> blobs, int next, CancellationToken cancellationToken)
    {
        await writing;
        for (int i = next; i < blobs.Count; i++)
            await _stream.WriteAsync(blobs[i], cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishAsync(Task flushing)
    {
        try
        {
            await flushing;
        }
        finally
        {
            End();
        }
    }

    private int CopySmallBlobs(IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        int copied = 0;
        for (int room = CopiedBlobBytes; copied < blobs.Count && blobs[copied].Length <= room; copied++)
        {
            ReadOnlySpan<byte> blob = blobs[copied].Span;
            blob.CopyTo(_buffer.GetSpan(blob.Length));
            _buffer.Advance(blob.Length);
            room -= blob.Length;
        }

        return copied;
    }
}
