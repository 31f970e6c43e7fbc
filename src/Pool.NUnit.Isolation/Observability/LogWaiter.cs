namespace Pool.NUnit.Isolation.Observability;

/// <summary>Somebody who waits for a log entry.</summary>
internal sealed class LogWaiter(Func<CapturedLog, bool> predicate)
{
    private readonly TaskCompletionSource<CapturedLog> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CapturedLog> Found => _found.Task;

    public void Offer(CapturedLog entry)
    {
        try
        {
            if (!_found.Task.IsCompleted && predicate(entry))
            {
                _found.TrySetResult(entry);
            }
        }
        catch (Exception error)
        {
            // The waiter's mistake, not that of the code that logs.
            _found.TrySetException(error);
        }
    }
}
