using System.Collections.Concurrent;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Runs commands, one at a time, and answers each request exactly once.</summary>
internal sealed class CommandExecutor
{
    private readonly Dictionary<string, MappedCommand> _commands;
    private readonly WorkerState _state;
    private readonly FrameSink _sink;

    // Requests that were read and not yet answered. The reading thread adds and cancels, the executor removes.
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _open = new();

    public CommandExecutor(Dictionary<string, MappedCommand> commands, WorkerState state, FrameSink sink)
    {
        _commands = commands;
        _state = state;
        _sink = sink;
    }

    /// <summary>Makes a request cancellable from the moment it was read.</summary>
    public void Announce(long id)
    {
        if (!_open.TryAdd(id, new CancellationTokenSource()))
            throw Malformed.Because($"request {id} is still open and its id is used again");
    }

    /// <summary>Cancels a request; one that was answered already is left alone.</summary>
    public void Cancel(long id)
    {
        // Callbacks of a command must not run on the reading thread, so this one only starts the cancellation.
        if (_open.TryGetValue(id, out CancellationTokenSource? source))
            _ = source.CancelAsync();
    }

    public void EndSession(string name) => _state.EndSession(name);

    public async Task RunAsync(HostRequest request)
    {
        CancellationTokenSource source = _open[request.Id];
        _state.CommandCount++;
        try
        {
            source.Token.ThrowIfCancellationRequested();
            WorkerResult result = await ResultOfAsync(request, source.Token);
            _open.TryRemove(request.Id, out _);
            _sink.Write(result);
        }
        catch (Exception error)
        {
            _open.TryRemove(request.Id, out _);
            _state.ErrorCount++;
            Report(request.Id, ErrorReport.Of(error, source.Token));
        }
    }

    private async Task<WorkerResult> ResultOfAsync(HostRequest request, CancellationToken cancelled)
    {
        if (!_commands.TryGetValue(request.Command, out MappedCommand? command))
        {
            throw new WorkerException(
                "UnknownCommand", $"This worker has no command {Excerpt.Of(request.Command)}.");
        }

        object? value = await command.Handler(new CommandContext(request, _state, cancelled));
        if (value is Task or ValueTask)
        {
            throw new ProtocolException(
                ProtocolFault.Unsendable,
                $"The command '{request.Command}' returned a task; map it with an async lambda or a Task<object?>.");
        }

        return new WorkerResult(request.Id, _state.Serializer.Serialize(value), command.VolatileFields);
    }

    private void Report(long id, WorkerErrorInfo error)
    {
        foreach (WorkerErrorInfo shorter in (WorkerErrorInfo[])
                 [error, error with { Traceback = null }, ErrorReport.Shortened(error)])
        {
            try
            {
                _sink.Write(new WorkerError(id, shorter));
                return;
            }
            catch (ProtocolException tooLarge) when (tooLarge.Fault == ProtocolFault.TooLarge)
            {
                // The next one is smaller, and the last fits the smallest frame that a host may ask for.
            }
        }
    }
}
