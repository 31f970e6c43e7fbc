namespace Pool.Runtime.Adapters;

/// <summary>The host of an adapter: the one it was given, or one of its own while any pool uses it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedWorkerHost(WorkerHost? given)
{
    private readonly Lock _gate = new();
    private WorkerHost? _own;
    private int _users;

    public WorkerHost Current
    {
        get
        {
            lock (_gate)
                return given ?? (_own ??= new WorkerHost());
        }
    }

    /// <summary>Keeps the host until what is returned is disposed of.</summary>
    public IAsyncDisposable Use()
    {
        lock (_gate)
            _users++;
        return new WorkerHostUse(this);
    }

    public ValueTask EndUseAsync()
    {
        WorkerHost? ended = null;
        lock (_gate)
        {
            if (--_users == 0)
                (ended, _own) = (_own, null);
        }

        return ended?.DisposeAsync() ?? default;
    }
}
