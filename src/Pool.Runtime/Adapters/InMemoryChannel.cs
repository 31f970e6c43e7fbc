using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>The channel to an in-process worker: two queues of messages, and a loop that serves them.</summary>
internal sealed class InMemoryChannel : WorkerChannel
{
    private static readonly UnboundedChannelOptions OneReader = new() { SingleReader = true, AllowSynchronousContinuations = false };

    private readonly Channel<HostMessage> _toWorker = Channel.CreateUnbounded<HostMessage>(OneReader);
    private readonly Channel<WorkerMessage> _toHost = Channel.CreateUnbounded<WorkerMessage>(OneReader);
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InProcessServer _server;

    public InMemoryChannel(InProcessServer server, WorkerStart start)
    {
        _server = server;
        start.StartLoop(ServeAsync);
    }

    public override long? ResidentBytes => _server.ResidentBytes;

    public override Task<WorkerExit> Exited => _server.Exited;

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_server.Heed(message))
            return default;
        return _server.Stopped.IsCancellationRequested || !_toWorker.Writer.TryWrite(message)
            ? ValueTask.FromException(new IOException("The in-process worker has ended."))
            : default;
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await _toHost.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_toHost.Reader.TryRead(out var message))
                return message;
        }

        return null;
    }

    public override void CloseInput() => _toWorker.Writer.TryComplete();

    public override void Kill()
    {
        // Closed first, so that an answer on its way after the end cannot be heard.
        _toHost.Writer.TryComplete();
        _toWorker.Writer.TryComplete();
        _server.Stop("killed");
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await _served.Task;
    }

    // Whether anybody still listens is not the worker's concern.
    private ValueTask Tell(WorkerMessage message)
    {
        _toHost.Writer.TryWrite(message);
        return default;
    }

    private async Task ServeAsync()
    {
        Func<WorkerMessage, ValueTask> tell = Tell;
        using var ended = _server.Stopped.UnsafeRegister(static channel => ((InMemoryChannel)channel!).Kill(), this);
        try
        {
            while (await _toWorker.Reader.WaitToReadAsync())
            {
                while (!_server.Stopped.IsCancellationRequested && _toWorker.Reader.TryRead(out var message))
                {
                    if (await _server.AnswerAsync(message, tell) is { } answer)
                        _toHost.Writer.TryWrite(answer);
                }

                if (_server.Stopped.IsCancellationRequested)
                    break;
            }
        }
        finally
        {
            _server.Stop("its input ended");
            _toHost.Writer.TryComplete();
            try
            {
                await _server.DisposeAsync();
            }
            finally
            {
                _served.TrySetResult();
            }
        }
    }
}
