using System.Threading.Channels;

namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>A pool by hand, as one writes it: a channel holds the idle workers, and a lease gives its worker back when it is disposed.</summary>
internal sealed class ChannelPool
{
    private readonly Channel<object> _idle = Channel.CreateUnbounded<object>();

    public ChannelPool(IEnumerable<object> workers)
    {
        foreach (var worker in workers)
            _idle.Writer.TryWrite(worker);
    }

    public async ValueTask<ChannelLease> RentAsync() =>
        new(this, _idle.Reader.TryRead(out var worker) ? worker : await _idle.Reader.ReadAsync());

    public void Return(object worker) => _idle.Writer.TryWrite(worker);
}
