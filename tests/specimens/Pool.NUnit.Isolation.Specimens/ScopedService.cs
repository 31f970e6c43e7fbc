namespace Pool.NUnit.Isolation.Specimens;

internal sealed class ScopedService(SingletonService singleton) : IAsyncDisposable
{
    private bool _disposed;

    public SingletonService Singleton => singleton;

    public ValueTask DisposeAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _disposed = true;
        return ValueTask.CompletedTask;
    }
}
