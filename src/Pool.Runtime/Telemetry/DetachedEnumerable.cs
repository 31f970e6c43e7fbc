namespace Pool.Runtime.Telemetry;

/// <summary>Reads a sequence without its reader's synchronization context, which the reader may be blocking.</summary>
internal sealed class DetachedEnumerable<T>(IAsyncEnumerable<T> inner) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(inner.GetAsyncEnumerator(cancellationToken));

    private sealed class Enumerator(IAsyncEnumerator<T> inner) : IAsyncEnumerator<T>
    {
        public T Current => inner.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            using (SynchronizationContextScope.LeaveCallers())
                return inner.MoveNextAsync();
        }

        public ValueTask DisposeAsync()
        {
            using (SynchronizationContextScope.LeaveCallers())
                return inner.DisposeAsync();
        }
    }
}
