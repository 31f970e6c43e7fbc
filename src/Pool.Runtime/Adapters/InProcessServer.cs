using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>Answers protocol messages on behalf of an in-process worker, one at a time, until it is stopped or killed.</summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PayloadSerializer _serializer = new();
    private readonly IInProcessWorker _worker;
    private readonly int _maxFrameBytes;

    public InProcessServer(WorkerStart start, Func<InProcessWorkerContext, IInProcessWorker> factory)
    {
        Stopped = _stopped.Token;
        _maxFrameBytes = start.Limits.MaxFrameBytes;
        try
        {
            _worker = factory(new InProcessWorkerContext(start.PoolName, start.WorkerId, start.Time, reason => Stop("crashed: " + reason)));
        }
        catch (Exception e)
        {
            throw new WorkerStartFailure($"The factory of the in-process worker threw: {e.Message}", e);
        }
    }

    /// <summary>Completes once the worker is stopped; what it still runs can no longer be heard.</summary>
    public Task<WorkerExit> Exited => _exited.Task;

    public CancellationToken Stopped { get; }

    public long? ResidentBytes
    {
        get
        {
            try
            {
                return _worker.ResidentBytes;
            }
            catch (Exception)
            {
                // The worker's own code, which promised nothing; what cannot be measured is not limited.
                return null;
            }
        }
    }

    public void Stop(string how)
    {
        if (!_exited.TrySetResult(new WorkerExit(null, null, how)))
            return;
        try
        {
            // Not under anyone's lock: the worker's own code may hang on this token.
            _stopped.Cancel();
        }
        catch (AggregateException)
        {
            // A registration of the worker's own code threw. The worker is stopped all the same.
        }
    }

    /// <summary>The answer to a message; null when there is none to give.</summary>
    public async ValueTask<WorkerMessage?> AnswerAsync(HostMessage message)
    {
        try
        {
            return await AnswerCoreAsync(message);
        }
        catch (Exception e)
        {
            // The worker's own code threw where the protocol knows no error: that ends it, and its end says why.
            Stop($"ended by {e.GetType().FullName}: {e.Message}");
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        // The source is not disposed: it holds no handle, and whoever stopped the worker may still be cancelling it.
        Stop("disposed");
        return _worker.DisposeAsync();
    }

    private async ValueTask<WorkerMessage?> AnswerCoreAsync(HostMessage message)
    {
        switch (message)
        {
            case HostHello:
                return Hello();
            case HostPing ping:
                return new WorkerPong(ping.Id);
            case HostRequest request:
                return await RunAsync(request);
            case HostEndSession end:
                _worker.EndSession(end.Session);
                return null;
            case HostShutdown:
                Stop("shut down as asked");
                return null;
            default:
                return null;
        }
    }

    private WorkerHello Hello()
    {
        var description = _worker.Describe();
        var commands = description.Commands.ToDictionary(
            command => command.Key,
            command => new CommandDescription(command.Key, (WireCommandKind)command.Value),
            StringComparer.Ordinal);
        return new WorkerHello(WireFormat.Version, description.Name, null, _maxFrameBytes, commands, []);
    }

    private async ValueTask<WorkerMessage> RunAsync(HostRequest request)
    {
        try
        {
            var args = JsonElement.Parse(request.Args.Json.Span);
            var reply = await _worker.HandleAsync(
                new InProcessRequest(request.Command, args, request.Args.Blobs, request.Session), Stopped);
            return reply.Error is { } error
                ? new WorkerError(request.Id, new WorkerErrorInfo(error.Type, error.Message, error.Retryable, error.Traceback))
                : new WorkerResult(request.Id, _serializer.Serialize(reply.Value), reply.VolatileFields);
        }
        catch (Exception e)
        {
            return new WorkerError(request.Id, new WorkerErrorInfo(e.GetType().FullName!, e.Message, false, e.StackTrace));
        }
    }
}
