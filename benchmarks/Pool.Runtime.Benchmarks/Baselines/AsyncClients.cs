using System.Threading.Channels;

namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>The plain asynchronous client: a channel of workers, the stream's own reads and writes.</summary>
internal sealed class AsyncClients
{
    private readonly Channel<AsyncClient> _idle = Channel.CreateUnbounded<AsyncClient>();

    public AsyncClients(IEnumerable<RawWorker> workers)
    {
        foreach (var worker in workers)
            _idle.Writer.TryWrite(new AsyncClient(worker));
    }

    public async ValueTask ExecuteAsync()
    {
        if (!_idle.Reader.TryRead(out var client))
            client = await _idle.Reader.ReadAsync();
        await client.EchoAsync();
        _idle.Writer.TryWrite(client);
    }
}
