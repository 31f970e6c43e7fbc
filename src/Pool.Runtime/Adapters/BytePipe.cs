namespace Pool.Runtime.Adapters;

/// <summary>A bounded one-way pipe of bytes within the process; one reader, one writer.</summary>
/// <remarks>
/// The rules of a Unix pipe: reading an empty pipe waits, or ends when the writer is closed; writing to a full pipe
/// waits, or fails when the reader is closed. Waiting uses completion sources only, never a thread.
/// </remarks>
internal sealed class BytePipe : Stream
{
    private const int Capacity = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[Capacity];
    private int _start;
    private int _count;
    private bool _readerClosed;
    private bool _writerClosed;
    private TaskCompletionSource? _changed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void CloseWriter()
    {
        lock (_gate)
        {
            _writerClosed = true;
            Signal_NeedsLock();
        }
    }

    public void CloseReader()
    {
        lock (_gate)
        {
            _readerClosed = true;
            Signal_NeedsLock();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_readerClosed)
                    throw new IOException("The reading end of the pipe is closed.");
                if (_count > 0 || _writerClosed || buffer.IsEmpty)
                    return Take_NeedsLock(buffer.Span);
                changed = Changed_NeedsLock();
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_readerClosed || _writerClosed)
                    throw new IOException("Broken pipe.");
                buffer = buffer[Put_NeedsLock(buffer.Span)..];
                if (buffer.IsEmpty)
                    return;
                changed = Changed_NeedsLock();
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take_NeedsLock(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _count);
        var first = Math.Min(taken, Capacity - _start);
        _ring.AsSpan(_start, first).CopyTo(buffer);
        _ring.AsSpan(0, taken - first).CopyTo(buffer[first..]);
        _start = (_start + taken) % Capacity;
        _count -= taken;
        Signal_NeedsLock();
        return taken;
    }

    private int Put_NeedsLock(ReadOnlySpan<byte> buffer)
    {
        var put = Math.Min(buffer.Length, Capacity - _count);
        var end = (_start + _count) % Capacity;
        var first = Math.Min(put, Capacity - end);
        buffer[..first].CopyTo(_ring.AsSpan(end));
        buffer[first..put].CopyTo(_ring);
        _count += put;
        Signal_NeedsLock();
        return put;
    }

    private Task Changed_NeedsLock() =>
        (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Signal_NeedsLock()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
