using System.Collections.Concurrent;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>Workers that say what the test lets them say to each message; they keep to no rules of their own.</summary>
internal sealed class TalkingAdapter(
    Func<HostMessage, IEnumerable<WorkerMessage>> answer, params IReadOnlyList<string> features) : WorkerAdapter
{
    private readonly ConcurrentQueue<TalkingChannel> _channels = new();

    public override string Description => "talking worker";

    /// <summary>The largest frame that workers take that it starts from now on, as their hello says.</summary>
    public int MaxFrameBytes { get; set; } = FrameLimits.DefaultMaxFrameBytes;

    public IReadOnlyList<TalkingChannel> Channels => [.. _channels];

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var channel = new TalkingChannel(start.WorkerId, answer, features) { MaxFrameBytes = MaxFrameBytes };
        _channels.Enqueue(channel);
        return new ValueTask<WorkerChannel>(channel);
    }
}
