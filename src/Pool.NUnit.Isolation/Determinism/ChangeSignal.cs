namespace Pool.NUnit.Isolation.Determinism;

/// <summary>
/// Tells waiters that something may have changed. Nothing is lost: a task taken before a look completes with any
/// <see cref="Set"/> that comes after it was taken. Thread-safe.
/// </summary>
public sealed class ChangeSignal
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Wakes everyone who waits now.</summary>
    public void Set() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    /// <summary>A task that completes at the next <see cref="Set"/>.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
