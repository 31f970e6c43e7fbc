using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>The channel to an in-process worker behind real frames.</summary>
internal sealed class DuplexPipeChannel : WorkerChannel
{
    private readonly BytePipe _toWorker = new();
    private readonly BytePipe _toHost = new();
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InProcessServer _server;
    private readonly FramedChannel _frames;
    private readonly FrameLimits _limits;

    public DuplexPipeChannel(InProcessServer server, WorkerStart start)
    {
        _server = server;
        _limits = start.Limits;
        _frames = new FramedChannel(_toWorker, _toHost, start.Limits);
        start.StartLoop(ServeAsync);
    }

    public override long? ResidentBytes => _server.ResidentBytes;

    public override Task<WorkerExit> Exited => _server.Exited;

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken) =>
        _frames.SendAsync(message, cancellationToken);

    public override ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        _frames.ReceiveAsync(cancellationToken);

    public override void Restrict(int maxFrameBytes) => _frames.Restrict(maxFrameBytes);

    public override void CloseInput() => _toWorker.CloseWriter();

    public override void Kill()
    {
        _toHost.CloseWriter();
        _toHost.CloseReader();
        _toWorker.CloseReader();
        _toWorker.CloseWriter();
        _server.Stop("killed");
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await _served.Task;
    }

    private async Task ServeAsync()
    {
        var writer = new FrameWriter(_toHost, _limits);
        var input = new InProcessInput(new FrameReader(_toWorker, _limits), _server);
        Func<WorkerMessage, ValueTask> send = piece => writer.WriteAsync(piece, CancellationToken.None);
        using var ended = _server.Stopped.UnsafeRegister(static channel => ((DuplexPipeChannel)channel!).EndStreams(), this);
        try
        {
            while (!_server.Stopped.IsCancellationRequested && await input.NextAsync() is { } message)
            {
                var answering = _server.AnswerAsync(message, send);
                if (await input.HeedUntilAsync(answering) is { } answer)
                    await writer.WriteAsync(Fitting(answer), CancellationToken.None);
            }

            _server.Stop("its input ended");
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            _server.Stop("its stream broke: " + e.Message);
        }
        finally
        {
            EndStreams();
            await input.SettleAsync();
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

    // What a worker's SDK does with a result that the host would not take: it becomes an error of the command.
    private WorkerMessage Fitting(WorkerMessage answer) =>
        answer is WorkerResult result && result.Value.ByteCount > _limits.MaxFrameBytes - 1024
            ? new WorkerError(result.Id, new WorkerErrorInfo(
                "FrameTooLarge", $"The result of {result.Value.ByteCount} bytes does not fit into a frame of {_limits.MaxFrameBytes} bytes.", false, null))
            : answer;

    private void EndStreams()
    {
        _toHost.CloseWriter();
        _toWorker.CloseReader();
    }
}
