using System.Collections.Concurrent;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Workers;

/// <summary>Workers that answer pings only while the test lets them.</summary>
internal sealed class MuteAdapter : WorkerAdapter
{
    private readonly ConcurrentQueue<MuteChannel> _channels = new();

    public override string Description => "mute worker";

    public IReadOnlyList<MuteChannel> Channels => [.. _channels];

    public MuteChannel Of(string workerId) => _channels.Single(channel => channel.WorkerId == workerId);

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var channel = new MuteChannel(start.WorkerId);
        _channels.Enqueue(channel);
        return new ValueTask<WorkerChannel>(channel);
    }
}
