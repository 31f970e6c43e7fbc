using System.Threading.Channels;

namespace Pool.Runtime.Telemetry;

/// <summary>One reader's share of a pool's events, bounded. Guarded by the pool's lock on the writing side.</summary>
internal sealed class PoolEventReader
{
    private const int Capacity = 1024;

    // One place more than events may take: the notice of what was missed always fits when the events end.
    private readonly Channel<PoolEvent> _channel = Channel.CreateBounded<PoolEvent>(
        new BoundedChannelOptions(Capacity + 1) { SingleWriter = true, AllowSynchronousContinuations = false });

    private long _missed;
    private PoolEvent? _lastMissed;

    public ChannelReader<PoolEvent> Events => _channel.Reader;

    public void Offer(PoolEvent happened)
    {
        var room = Capacity - _channel.Reader.Count;
        if (room >= 2 || (room == 1 && _missed == 0))
        {
            TellMissed();
            _channel.Writer.TryWrite(happened);
        }
        else
        {
            _missed++;
            _lastMissed = happened;
        }
    }

    public void End()
    {
        TellMissed();
        _channel.Writer.TryComplete();
    }

    private void TellMissed()
    {
        if (_missed == 0)
            return;
        _channel.Writer.TryWrite(new PoolEvent.Missed(_missed) { Sequence = _lastMissed!.Sequence, At = _lastMissed.At });
        _missed = 0;
    }
}
