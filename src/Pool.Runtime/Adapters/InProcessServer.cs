using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>Answers protocol messages on behalf of an in-process worker, one at a time, until it is stopped or killed.</summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PayloadSerializer _serializer = new();
    private readonly TimeProvider _time;
    private readonly IInProcessWorker _worker;
    private readonly int _maxFrameBytes;

    // Cancelled before they began. Ids rise, so whatever is not above the last that began is done with.
    private readonly HashSet<long> _cancelled = [];
    private long _lastBegun;
    private InProcessCall? _running;
    private bool _givesSnapshots;

    public InProcessServer(WorkerStart start, Func<InProcessWorkerContext, IInProcessWorker> factory)
    {
        Stopped = _stopped.Token;
        _time = start.Time;
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

    /// <summary>Acts at once on a message that concerns a request under way; false for one that has to wait its turn.</summary>
    public bool Heed(HostMessage message)
    {
        InProcessCall? running;
        lock (_gate)
        {
            running = _running;
            if (message is HostCancel waiting && waiting.Id > _lastBegun)
                _cancelled.Add(waiting.Id);
        }

        switch (message)
        {
            case HostCancel cancel:
                if (running?.Id == cancel.Id)
                    running.Cancel();
                return true;
            case HostCredit credit:
                if (running?.Id == credit.Id)
                    running.Grant(credit.Chunks);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The answer to a message; null when there is none to give. What precedes it goes to <paramref name="send"/>.</summary>
    public async ValueTask<WorkerMessage?> AnswerAsync(HostMessage message, Func<WorkerMessage, ValueTask> send)
    {
        try
        {
            switch (message)
            {
                case HostHello:
                    return Hello();
                case HostPing ping:
                    return new WorkerPong(ping.Id);
                case HostRequest request:
                    var answer = await RunAsync(request, send);
                    // A command that ends because the worker was stopped ends too late to be heard.
                    return Stopped.IsCancellationRequested ? null : answer;
                case HostSnapshot snapshot:
                    return Exchange(snapshot.Id, "SnapshotUnavailable", () => Capture(snapshot));
                case HostRestore restore:
                    return Exchange(restore.Id, "InvalidSnapshot", () => Restore(restore));
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

    private WorkerHello Hello()
    {
        var description = _worker.Describe();
        _givesSnapshots = description.GivesSnapshots;
        var commands = description.Commands.ToDictionary(
            command => command.Key,
            command => new CommandDescription(command.Key, (WireCommandKind)command.Value),
            StringComparer.Ordinal);
        List<string> features = [];
        if (description.ObservesCancellation)
            features.Add("cancel");
        if (description.GivesSnapshots)
            features.Add("snapshot");
        return new WorkerHello(WireFormat.Version, description.Name, null, _maxFrameBytes, commands, features);
    }

    private async ValueTask<WorkerMessage> RunAsync(HostRequest request, Func<WorkerMessage, ValueTask> send)
    {
        var call = new InProcessCall(request.Id, request.Window, _gate, _serializer, send, Stopped);
        var span = request.TraceParent is null ? null : new SpanClock(_time, request.Command);
        try
        {
            if (!Begin(request.Id, call))
                return InProcessFault.Cancelled(request.Id);
            var args = JsonElement.Parse(request.Args.Json.Span);
            var reply = await _worker.HandleAsync(
                new InProcessRequest(request.Command, args, request.Args.Blobs, request.Session)
                {
                    TraceParent = request.TraceParent,
                    Call = call,
                },
                Stopped);
            await call.EndAsync();
            return reply.Error is { } error
                ? new WorkerError(request.Id, new WorkerErrorInfo(error.Type, error.Message, error.Retryable, error.Traceback)) { Span = span?.Stop() }
                : new WorkerResult(request.Id, _serializer.Serialize(reply.Value), reply.VolatileFields) { Span = span?.Stop() };
        }
        catch (Exception e)
        {
            await call.EndAsync();
            return InProcessFault.Of(request.Id, e, call.IsCancelled) with { Span = span?.Stop() };
        }
        finally
        {
            lock (_gate)
                _running = null;
        }
    }

    private WorkerMessage Exchange(long id, string errorType, Func<Payload> exchange)
    {
        if (!_givesSnapshots)
            return InProcessFault.NoSnapshots(id);
        try
        {
            return Begin(id, null) ? new WorkerResult(id, exchange(), []) : InProcessFault.Cancelled(id);
        }
        catch (Exception e)
        {
            return InProcessFault.Named(id, errorType, e);
        }
    }

    private Payload Capture(HostSnapshot snapshot)
    {
        return _serializer.Serialize(_worker.CaptureSession(snapshot.Session));
    }

    private Payload Restore(HostRestore restore)
    {
        var state = JsonElement.Parse(restore.State.Json.Span);
        if (state.ValueKind == JsonValueKind.Null)
            _worker.EndSession(restore.Session);
        else
            _worker.RestoreSession(restore.Session, state, restore.State.Blobs);
        return Payload.Null;
    }

    /// <summary>Takes a request up; false for one that was cancelled while it waited.</summary>
    private bool Begin(long id, InProcessCall? call)
    {
        lock (_gate)
        {
            _running = call;
            _lastBegun = id;
            if (_cancelled.Count == 0)
                return true;
            bool cancelled = _cancelled.Remove(id);
            _cancelled.RemoveWhere(other => other < id);
            return !cancelled;
        }
    }
}
