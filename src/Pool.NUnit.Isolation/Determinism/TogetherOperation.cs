namespace Pool.NUnit.Isolation.Determinism;

/// <summary>One operation of <see cref="StartTogether"/> and the thread on which it starts.</summary>
internal sealed class TogetherOperation(string name, Func<CancellationToken, Task<object?>> body)
{
    // Enough for the synchronous part of a test's operation; a hundred callers then cost 25 MB of address space.
    private const int StackBytes = 256 * 1024;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private object? _value;
    private Exception? _error;
    private long _startedAt;
    private long _endedAt;

    public string Name => name;

    /// <summary>Completes when the operation has ended, however it ended.</summary>
    public Task Ended => _done.Task;

    public void StartThread(Barrier barrier, TimeProvider clock, CancellationToken stop) =>
        new Thread(() => Start(barrier, clock, stop), StackBytes) { IsBackground = true, Name = $"start-together {name}" }.Start();

    public OperationResult Result(TimeProvider clock, long releasedAt, long now)
    {
        long started = Volatile.Read(ref _startedAt);
        if (started == 0)
        {
            return new OperationResult(name, OperationOutcome.TimedOut, null, null, TimeSpan.Zero, TimeSpan.Zero);
        }

        TimeSpan startedAfter = clock.GetElapsedTime(releasedAt, started);
        if (!_done.Task.IsCompleted)
        {
            return new OperationResult(name, OperationOutcome.TimedOut, null, null, startedAfter, clock.GetElapsedTime(started, now));
        }

        TimeSpan duration = clock.GetElapsedTime(started, _endedAt);
        return _error is null
            ? new OperationResult(name, OperationOutcome.Succeeded, _value, null, startedAfter, duration)
            : new OperationResult(name, OperationOutcome.Failed, null, _error, startedAfter, duration);
    }

    private void Start(Barrier barrier, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            barrier.SignalAndWait(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Volatile.Write(ref _startedAt, clock.GetTimestamp());
        _ = RunAsync(clock, stop);
    }

    private async Task RunAsync(TimeProvider clock, CancellationToken stop)
    {
        try
        {
            _value = await body(stop);
        }
        catch (Exception error)
        {
            _error = error;
        }

        // Published by the completion of the source; whoever sees it completed sees the fields.
        _endedAt = clock.GetTimestamp();
        _done.TrySetResult();
    }
}
