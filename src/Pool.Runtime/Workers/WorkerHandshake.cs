using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>How a worker becomes ready: hello against hello, then one ping.</summary>
internal static class WorkerHandshake
{
    /// <summary>Id of the ping; what is asked later has higher ones.</summary>
    public const long PingId = 1;

    /// <summary>Greets the worker and holds the channel to what the worker's hello allows.</summary>
    /// <exception cref="ProtocolException">The worker refused, or said what was not due.</exception>
    /// <exception cref="IOException">The worker ended.</exception>
    public static async Task<WorkerHello> MakeAsync(
        WorkerChannel channel, WorkerStart start, WorkerLogRelay logs, CancellationToken cancellationToken)
    {
        await SayAsync(
            channel,
            new HostHello(WireFormat.Version, WireFormat.Version, start.WorkerId, start.Limits.MaxFrameBytes) { LogLevel = logs.Ask() },
            cancellationToken);
        var hello = Expect<WorkerHello>(await channel.ReceiveAsync(cancellationToken));
        if (hello.Version != WireFormat.Version)
        {
            throw new ProtocolException(
                ProtocolFault.Malformed,
                $"The worker speaks protocol version {hello.Version}; the host speaks {WireFormat.Version}.");
        }

        channel.Restrict(hello.MaxFrameBytes);
        await SayAsync(channel, new HostPing(PingId), cancellationToken);
        var pong = Expect<WorkerPong>(await logs.ReceiveAsync(channel, cancellationToken));
        return pong.Id == PingId
            ? hello
            : throw new ProtocolException(ProtocolFault.Malformed, $"The worker answered ping {PingId} with id {pong.Id}.");
    }

    // One that ended before it was spoken to may have said why; reading tells more than the broken pipe.
    private static async ValueTask SayAsync(WorkerChannel channel, HostMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            // What is read next ends, or says what is wrong.
        }
    }

    private static T Expect<T>(WorkerMessage? message)
        where T : WorkerMessage =>
        message switch
        {
            T expected => expected,
            WorkerError { Id: null } error => throw new ProtocolException(
                ProtocolFault.Malformed, $"The worker refused: {error.Error.Type}: {error.Error.Message}"),
            null => throw new IOException("it ended before it was ready"),
            var other => throw new ProtocolException(
                ProtocolFault.Malformed, $"The worker sent {other.GetType().Name} where {typeof(T).Name} was due."),
        };
}
