using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>
/// A thread of one worker's own that blocks in the read of its output. The kernel wakes it the moment that an answer is
/// there, which takes one switch; every asynchronous way takes two or more. It reads only when asked: one message, or all
/// that come.
/// </summary>
/// <remarks>Thread-safe. One message asked for at a time; all messages may be asked for once.</remarks>
internal sealed class OutputReader
{
    // It runs the decoders and the pool's own bookkeeping, nothing deep.
    private const int StackBytes = 512 * 1024;

    private readonly FramedChannel _frames;
    private readonly DirectPipeStream _stream;
    private readonly object _gate = new();
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<WorkerMessage?>? _wanted;
    private Func<WorkerMessage, bool>? _receive;
    private bool _stopped;

    public OutputReader(FramedChannel frames, DirectPipeStream stream, string name)
    {
        _frames = frames;
        _stream = stream;
        new Thread(Run, StackBytes) { IsBackground = true, Name = name }.UnsafeStart();
    }

    /// <summary>The next message, or null when there will be none. One that its asker gave up on goes to the next asker.</summary>
    public async Task<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<WorkerMessage?> wanted;
        lock (_gate)
        {
            if (_stopped && _wanted is null)
                return null;
            wanted = _wanted ??= new TaskCompletionSource<WorkerMessage?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
        }

        var message = await wanted.Task.WaitAsync(cancellationToken);
        lock (_gate)
            _wanted = null;
        return message;
    }

    /// <summary>Has the thread call <paramref name="receive"/> for each message from here on, until it says false or no more come.</summary>
    public Task DeliverAsync(Func<WorkerMessage, bool> receive)
    {
        lock (_gate)
        {
            if (_stopped)
                return Task.CompletedTask;
            _receive = receive;
            Monitor.Pulse(_gate);
            return _delivered.Task;
        }
    }

    /// <summary>Ends the thread, in the midst of a read too. Completes when it has ended, or at once when it can't be woken.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }

        return _stream.EndReads() ? _ended.Task : Task.CompletedTask;
    }

    private void Run()
    {
        while (WaitUntilAsked())
        {
            if (_receive is { } receive)
            {
                Deliver(receive);
                break;
            }

            ReceiveOne();
        }

        _ended.SetResult();
    }

    // One that came, but whose asker had given up, waits for the next asker.
    private bool IsWanted => _wanted is { Task.IsCompleted: false };

    private bool WaitUntilAsked()
    {
        lock (_gate)
        {
            while (!IsWanted && _receive is null && !_stopped)
                Monitor.Wait(_gate);
            return IsWanted || _receive is not null;
        }
    }

    private void ReceiveOne()
    {
        WorkerMessage? message = null;
        Exception? error = null;
        try
        {
            message = ReadNext();
        }
        catch (Exception e)
        {
            error = e;
        }

        TaskCompletionSource<WorkerMessage?> wanted;
        lock (_gate)
        {
            wanted = _wanted!;
        }

        if (error is null)
            wanted.SetResult(message);
        else
            wanted.SetException(error);
    }

    private void Deliver(Func<WorkerMessage, bool> receive)
    {
        try
        {
            while (ReadNext() is { } message && receive(message))
            {
            }

            _delivered.SetResult();
        }
        catch (Exception e)
        {
            _delivered.SetException(e);
        }
    }

    // The stream blocks rather than waits, so a read is complete when it returns; as a task it throws what went wrong.
    private WorkerMessage? ReadNext()
    {
        var read = _frames.ReceiveAsync(CancellationToken.None);
#pragma warning disable VSTHRD002
        return read.IsCompletedSuccessfully ? read.Result : read.AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}
