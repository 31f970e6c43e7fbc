namespace Pool.Runtime.Telemetry;

/// <summary>A caller that waits for a number of ready workers. Guarded by the pool's lock.</summary>
internal sealed class ReadinessWaiter(int workers)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Workers { get; } = workers;

    public Task Reached => _reached.Task;

    public void Reach() => _reached.TrySetResult();

    public void Refuse(Exception error)
    {
        // Seen here, because the caller may have given up a moment ago.
        if (_reached.TrySetException(error))
            _ = _reached.Task.Exception;
    }
}
