using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>Runs the warm-up commands on a worker that has said hello, one after another.</summary>
internal static class WorkerWarmUp
{
    /// <summary>Sends the commands and hears their answers.</summary>
    /// <returns>The last id that was used.</returns>
    /// <exception cref="WarmUpFailure">A command failed; the message names it.</exception>
    /// <exception cref="ProtocolException">The worker sent what was not due.</exception>
    /// <exception cref="IOException">The worker ended.</exception>
    public static async Task<long> RunAsync(
        WorkerChannel channel,
        WorkerStart start,
        WorkerLogRelay logs,
        IReadOnlyList<WarmUpRequest> commands,
        long lastId,
        CancellationToken cancellationToken)
    {
        foreach (var command in commands)
        {
            await SendAsync(channel, new HostRequest(++lastId, command.Command, command.Args, null, null, null), cancellationToken);
            if (await AnswerAsync(channel, logs, lastId, command.Command, cancellationToken) is not { Error: var error })
                continue;
            var context = new PoolErrorContext(start.PoolName) { WorkerId = start.WorkerId, Command = command.Command };
            throw new WarmUpFailure(
                command.Command, new RemoteCommandException(context, error.Type, error.Message, error.Traceback, error.Retryable));
        }

        return lastId;
    }

    // One that ended before it was asked may have said why; reading tells more than the broken pipe.
    private static async ValueTask SendAsync(WorkerChannel channel, HostRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(request, cancellationToken);
        }
        catch (IOException)
        {
            // What is read next ends.
        }
    }

    // The error that the worker answered; null when the command succeeded. What it streams meanwhile nobody hears.
    private static async ValueTask<WorkerError?> AnswerAsync(
        WorkerChannel channel, WorkerLogRelay logs, long id, string command, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await logs.ReceiveAsync(channel, cancellationToken))
            {
                case WorkerResult result when result.Id == id:
                    return null;
                case WorkerError error when error.Id == id:
                    return error;
                case WorkerChunk chunk when chunk.Id == id:
                case WorkerProgress progress when progress.Id == id:
                    break;
                case WorkerError { Id: null } error:
                    throw new ProtocolException(ProtocolFault.Malformed, $"The worker refused: {error.Error.Type}: {error.Error.Message}");
                case null:
                    throw new IOException($"it ended during its warm-up command '{command}'");
                case var other:
                    throw new ProtocolException(
                        ProtocolFault.Malformed,
                        $"The worker sent {other.GetType().Name} where the answer to its warm-up command '{command}' was due.");
            }
        }
    }
}
