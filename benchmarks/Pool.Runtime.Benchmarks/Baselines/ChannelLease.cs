namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>A worker of a <see cref="ChannelPool"/> until it is disposed.</summary>
internal readonly struct ChannelLease(ChannelPool pool, object worker) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        pool.Return(worker);
        return default;
    }
}
