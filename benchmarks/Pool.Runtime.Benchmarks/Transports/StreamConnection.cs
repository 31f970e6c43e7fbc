using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>Asynchronous reads of the process's own stream; continuations run where the runtime puts them.</summary>
internal sealed class StreamConnection(RawWorker worker, MiniPool pool) : Connection(worker, pool)
{
    public override void Send(ReadOnlyMemory<byte> frame)
    {
        var write = Worker.Input.WriteAsync(frame);
        if (!write.IsCompletedSuccessfully)
            write.AsTask().GetAwaiter().GetResult();
    }

    public async Task ReadAsync()
    {
        try
        {
            while (await Worker.Output.ReadAsync(Room) is > 0 and var got)
                Received(got);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The worker was closed at the end of the run.
        }
    }
}
