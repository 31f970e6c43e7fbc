using System.Threading.Channels;

namespace Pool.Runtime.Telemetry;

/// <summary>One reader's share of a pool's events, bounded. Guarded by the pool's lock on the writing side.</summary>
internal sealed class PoolEventReader
{
    private const int Capacity = 1024;

    private readonly Channel<PoolEvent> _channel = Channel.CreateBounded<PoolEvent>(
        new BoundedChannelOptions(Capacity) { SingleWriter = true, AllowSynchronousContinuations = false });

    private long _missed;
    private PoolEvent? _lastMissed;

    public ChannelReader<PoolEvent> Events => _channel.Reader;

    public void Offer(PoolEvent happened)
    {
        if (_missed > 0)
        {
            var notice = new PoolEvent.Missed(_missed) { Sequence = _lastMissed!.Sequence, At = _lastMissed.At };
            if (!_channel.Writer.TryWrite(notice))
            {
                Miss(happened);
                return;
            }

            _missed = 0;
        }

        if (!_channel.Writer.TryWrite(happened))
            Miss(happened);
    }

    public void End() => _channel.Writer.TryComplete();

    private void Miss(PoolEvent happened)
    {
        _missed++;
        _lastMissed = happened;
    }
}
