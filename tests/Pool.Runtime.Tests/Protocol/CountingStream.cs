namespace Pool.Runtime.Tests.Protocol;

/// <summary>Remembers the memory of each write, counts flushes, and can hold writes back.</summary>
internal sealed class CountingStream : MemoryStream
{
    public List<ReadOnlyMemory<byte>> Writes { get; } = [];

    public int Flushes { get; private set; }

    public Task Gate { get; init; } = Task.CompletedTask;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Writes.Add(buffer);
        await Gate;
        await base.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flushes++;
        return Task.CompletedTask;
    }
}
