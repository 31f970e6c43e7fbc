using System.Collections.Concurrent;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Runs commands, one at a time, and answers each request exactly once.</summary>
internal sealed class CommandExecutor
{
    private readonly WorkerDefinition _worker;
    private readonly WorkerState _state;
    private readonly FrameSink _sink;

    // The reading thread adds, cancels and grants; the executor removes.
    private readonly ConcurrentDictionary<long, OpenRequest> _open = new();

    public CommandExecutor(WorkerDefinition worker, WorkerState state, FrameSink sink)
    {
        _worker = worker;
        _state = state;
        _sink = sink;
    }

    /// <summary>Makes a request cancellable from the moment it was read.</summary>
    public void Announce(long id, int? window = null)
    {
        if (!_open.TryAdd(id, new OpenRequest(window)))
            throw Malformed.Because($"request {id} is still open and its id is used again");
    }

    /// <summary>Cancels a request; one that was answered already is left alone.</summary>
    public void Cancel(long id)
    {
        if (_open.TryGetValue(id, out OpenRequest? open))
            open.Cancel();
    }

    /// <summary>Lets a request send more chunks; one that was answered already is left alone.</summary>
    public void Grant(long id, int chunks)
    {
        if (_open.TryGetValue(id, out OpenRequest? open))
            open.Grant(chunks);
    }

    public void EndSession(string name) => _state.EndSession(name);

    public Task RunAsync(HostRequest request)
    {
        _state.CommandCount++;
        return AnswerAsync(request.Id, request.TraceParent is null ? null : new SpanClock(_state.Clock, request.Command), open =>
            ResultOfAsync(request, open));
    }

    public Task SnapshotAsync(HostSnapshot snapshot) => AnswerAsync(snapshot.Id, span: null, _ =>
    {
        SnapshotFunctions snapshots = Snapshots();
        Payload state = _state.FindSession(snapshot.Session) is { } session
            ? snapshots.Capture(session, _state.Serializer)
            : Payload.Null;
        return Task.FromResult(new WorkerResult(snapshot.Id, state, []));
    });

    public Task RestoreAsync(HostRestore restore) => AnswerAsync(restore.Id, span: null, _ =>
    {
        SnapshotFunctions snapshots = Snapshots();
        SessionState? session = null;
        if (!restore.State.Json.Span.SequenceEqual("null"u8))
        {
            // Built apart, so that a failure leaves the session as it was.
            session = new SessionState();
            snapshots.Restore(session, restore.State, _state.Serializer);
        }

        _state.Replace(restore.Session, session);
        return Task.FromResult(new WorkerResult(restore.Id, Payload.Null, []));
    });

    private SnapshotFunctions Snapshots() => _worker.Snapshots ?? throw new WorkerException(
        "SnapshotUnavailable", "This worker gives no snapshots; it maps none with MapSnapshot.");

    private async Task AnswerAsync(long id, SpanClock? span, Func<OpenRequest, Task<WorkerResult>> resultOf)
    {
        OpenRequest open = _open[id];
        _worker.Log.Running = id;
        try
        {
            open.Cancelled.ThrowIfCancellationRequested();
            WorkerResult result = await resultOf(open);
            _open.TryRemove(id, out _);
            _sink.Write(span is null ? result : result with { Span = span.Stop() });
        }
        catch (Exception error)
        {
            _open.TryRemove(id, out _);
            _state.ErrorCount++;
            Report(new WorkerError(id, ErrorReport.Of(error, open.Cancelled)) { Span = span?.Stop() });
        }
        finally
        {
            _worker.Log.Running = null;
        }
    }

    private async Task<WorkerResult> ResultOfAsync(HostRequest request, OpenRequest open)
    {
        if (!_worker.Commands.TryGetValue(request.Command, out MappedCommand? command))
        {
            throw new WorkerException(
                "UnknownCommand", $"This worker has no command {Excerpt.Of(request.Command)}.");
        }

        object? value;
        var context = new CommandContext(request, _state, open, _sink);
        try
        {
            value = await command.Handler(context);
        }
        finally
        {
            context.End();
        }

        if (value is Task or ValueTask)
        {
            throw new ProtocolException(
                ProtocolFault.Unsendable,
                $"The command '{request.Command}' returned a task; map it with an async lambda or a Task<object?>.");
        }

        return new WorkerResult(request.Id, _state.Serializer.Serialize(value), command.VolatileFields);
    }

    private void Report(WorkerError error)
    {
        foreach (WorkerError shorter in (WorkerError[])
                 [
                     error,
                     error with { Error = error.Error with { Traceback = null }, Span = null },
                     error with { Error = ErrorReport.Shortened(error.Error), Span = null },
                 ])
        {
            try
            {
                _sink.Write(shorter);
                return;
            }
            catch (ProtocolException tooLarge) when (tooLarge.Fault == ProtocolFault.TooLarge)
            {
                // The next one is smaller, and the last fits the smallest frame that a host may ask for.
            }
        }
    }
}
