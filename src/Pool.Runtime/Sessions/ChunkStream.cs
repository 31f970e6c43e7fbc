using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>A stream that begins its call when it is read, and anew each time it is read again.</summary>
internal sealed class ChunkStream<T>(
    Func<ChunkBuffer> begin, Func<ChunkBuffer, CancellationToken, Task> run, Func<Payload, T> read, CancellationToken cancellationToken)
    : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellation = default) =>
        new ChunkEnumerator<T>(begin(), run, read, cancellationToken, cancellation);
}
