namespace Pool.NUnit.Isolation.Specimens;

internal sealed class SingletonService : IDisposable
{
    private bool _disposed;

    public SingletonService()
        : this(TimeProvider.System)
    {
    }

    public SingletonService(TimeProvider clock) => Clock = clock;

    public TimeProvider Clock { get; }

    public void Dispose()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _disposed = true;
        Console.Error.WriteLine("singleton service released");
    }
}
