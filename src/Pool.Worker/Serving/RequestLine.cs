using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>
/// What serves requests: the queue between the thread that reads and the one that runs them, and who runs them. Made once the
/// hello is out, since it takes as long as all that comes before.
/// </summary>
internal sealed class RequestLine : IDisposable
{
    // The protocol promises hosts so many (P41).
    private const int MaxQueued = 256;

    private readonly PayloadSerializer _serializer;

    public RequestLine(WorkerDefinition worker, FrameSink sink)
    {
        _serializer = new PayloadSerializer(new FrameLimits { MaxFrameBytes = int.MaxValue }, worker.Options.TypeInfoResolver);
        Executor = new CommandExecutor(worker, new WorkerState(worker.Options.TimeProvider, _serializer, worker.Log), sink);
    }

    public CommandExecutor Executor { get; }

    public Channel<HostMessage> Queue { get; } = Channel.CreateBounded<HostMessage>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, SingleWriter = true });

    public void Dispose() => _serializer.Dispose();
}
