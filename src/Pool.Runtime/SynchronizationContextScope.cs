namespace Pool.Runtime;

/// <summary>
/// Keeps a caller's synchronization context out of the pool: continuations of the pool never wait for a thread that the
/// caller may be blocking.
/// </summary>
internal readonly ref struct SynchronizationContextScope
{
    private readonly SynchronizationContext? _callers;

    private SynchronizationContextScope(SynchronizationContext? callers) => _callers = callers;

    public static SynchronizationContextScope LeaveCallers()
    {
        var callers = SynchronizationContext.Current;
        if (callers is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        return new SynchronizationContextScope(callers);
    }

    public void Dispose()
    {
        if (_callers is not null)
            SynchronizationContext.SetSynchronizationContext(_callers);
    }
}
