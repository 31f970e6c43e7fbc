using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Pool.Runtime.Adapters;

/// <summary>
/// The worker's input and output on Linux: writes go straight to write(2) and wait only while the pipe is full; reads
/// block in read(2), for a thread of their own, until there is something or <see cref="EndReads"/> is called.
/// </summary>
/// <remarks>One writer and one reader at a time. Every call holds its descriptor, so none can meet one that was closed and given to somebody else.</remarks>
internal sealed class DirectPipeStream : Stream
{
    private const string DescriptorPaths = "/proc/self/fd";

    private readonly AnonymousPipeClientStream _input;
    private readonly SafeHandle _inputHandle;
    private readonly SafeHandle _outputHandle;
    private volatile bool _readsEnded;

    private DirectPipeStream(AnonymousPipeClientStream input, AnonymousPipeClientStream output)
    {
        _input = input;
        _inputHandle = input.SafePipeHandle;
        _outputHandle = output.SafePipeHandle;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Null where it would not work: elsewhere than on Linux, or where a descriptor can't be opened anew to wake a read.</summary>
    public static DirectPipeStream? TryOpen(Stream input, Stream output)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(DescriptorPaths))
            return null;
        return input is AnonymousPipeClientStream toWorker && output is AnonymousPipeClientStream fromWorker
            && Libc.ControlFile(toWorker.SafePipeHandle, Libc.SetStatusFlags, Libc.NonBlocking) == 0
            ? new DirectPipeStream(toWorker, fromWorker)
            : null;
    }

    /// <summary>Blocks its thread; completed when it returns. 0 at the end of the output and once reads were ended.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        if (_readsEnded)
            return 0;
        var got = ReadNow(_outputHandle, buffer);
        return _readsEnded ? 0 : got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Completes at once unless the pipe is full.</summary>
    /// <exception cref="IOException">Nobody reads the pipe any more.</exception>
    /// <exception cref="ObjectDisposedException">The input was closed.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = WriteNow(_inputHandle, buffer.Span);
        // The stream's own write waits for room, and says what is wrong if it is not room that is wanting.
        return written == buffer.Length ? default : _input.WriteAsync(buffer[written..], cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Ends the read under way and all later ones. Closing a descriptor does not wake a thread that reads from it, so the
    /// pipe is opened for writing, by the path that Linux gives each descriptor (proc(5)), and one byte is written, which
    /// no one looks at any more.
    /// </summary>
    /// <returns>False when a read under way may go on until the worker's output ends by itself.</returns>
    public bool EndReads()
    {
        _readsEnded = true;
        var held = false;
        try
        {
            _outputHandle.DangerousAddRef(ref held);
            var path = FormattableString.Invariant($"{DescriptorPaths}/{_outputHandle.DangerousGetHandle()}");
            using var pipe = Libc.Open(path, Libc.WriteOnly | Libc.NonBlocking | Libc.CloseOnExec);
            // Where the pipe is full, a read of it returns by itself.
            return !pipe.IsInvalid && (WriteNow(pipe, [0]) == 1 || Marshal.GetLastPInvokeError() == Libc.Again);
        }
        catch (ObjectDisposedException)
        {
            // Closed before: nobody reads.
            return true;
        }
        finally
        {
            if (held)
                _outputHandle.DangerousRelease();
        }
    }

    private static unsafe int ReadNow(SafeHandle pipe, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            nint got;
            while ((got = Libc.Read(pipe, first, buffer.Length)) < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error != Libc.Interrupted)
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }

            return (int)got;
        }
    }

    private static unsafe int WriteNow(SafeHandle pipe, ReadOnlySpan<byte> bytes)
    {
        var written = 0;
        fixed (byte* first = bytes)
        {
            while (written < bytes.Length)
            {
                var count = Libc.Write(pipe, first + written, bytes.Length - written);
                if (count > 0)
                    written += (int)count;
                else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                    break;
            }
        }

        return written;
    }
}
