namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>Blocking clients in order of arrival: whoever gives a worker back hands it to the thread that has waited longest.</summary>
internal sealed class FairBlockingClients : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<BlockingClient> _idle = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly ThreadLocal<Waiting> _own = new(() => new Waiting());

    public FairBlockingClients(IEnumerable<RawWorker> workers)
    {
        foreach (var worker in workers)
            _idle.Push(new BlockingClient(worker));
    }

    public void Execute()
    {
        var own = _own.Value!;
        BlockingClient? client;
        lock (_gate)
        {
            if (!_idle.TryPop(out client))
                _waiting.Enqueue(own);
        }

        client ??= own.Take();
        client.Echo();
        Waiting? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
                _idle.Push(client);
        }

        next?.Give(client);
    }

    public void Dispose() => _own.Dispose();

    private sealed class Waiting
    {
        private readonly object _gate = new();
        private BlockingClient? _given;

        public void Give(BlockingClient client)
        {
            lock (_gate)
            {
                _given = client;
                Monitor.Pulse(_gate);
            }
        }

        public BlockingClient Take()
        {
            lock (_gate)
            {
                while (_given is null)
                    Monitor.Wait(_gate);
                var given = _given;
                _given = null;
                return given;
            }
        }
    }
}
