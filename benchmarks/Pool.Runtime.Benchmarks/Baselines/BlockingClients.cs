namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>The plain blocking client: a stack of workers under a monitor, each read on its caller's thread.</summary>
internal sealed class BlockingClients
{
    private readonly object _gate = new();
    private readonly Stack<BlockingClient> _idle = new();

    public BlockingClients(IEnumerable<RawWorker> workers)
    {
        foreach (var worker in workers)
            _idle.Push(new BlockingClient(worker));
    }

    public void Execute()
    {
        BlockingClient? client;
        lock (_gate)
        {
            while (!_idle.TryPop(out client))
                Monitor.Wait(_gate);
        }

        client.Echo();
        lock (_gate)
        {
            _idle.Push(client);
            Monitor.Pulse(_gate);
        }
    }
}
