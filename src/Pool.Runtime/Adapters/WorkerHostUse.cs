namespace Pool.Runtime.Adapters;

/// <summary>A pool's use of its adapter's host.</summary>
internal sealed class WorkerHostUse(SharedWorkerHost host) : IAsyncDisposable
{
    private int _ended;

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _ended, 1) == 0 ? host.EndUseAsync() : default;
}
