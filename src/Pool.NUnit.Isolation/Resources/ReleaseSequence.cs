namespace Pool.NUnit.Isolation.Resources;

/// <summary>
/// Releases the items of a stack one after the other, all on one thread as long as none hangs. One that does is given up at its
/// deadline, and another thread goes on with the next.
/// </summary>
internal sealed class ReleaseSequence
{
    private readonly Lock _lock = new();
    private readonly List<ResourceFailure> _failures = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestResourceStack _stack;
    private readonly TearDownBudget _budget;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private ReleaseAttempt? _current;

    public ReleaseSequence(TestResourceStack stack, TimeSpan budget, TimeProvider clock)
    {
        _stack = stack;
        _budget = new TearDownBudget(budget, clock);
        _clock = clock;
        _timer = clock.CreateTimer(_ => GiveUpLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Releases all in order; what is left when the budget is spent, at a time.</summary>
    public async Task<IReadOnlyList<ResourceFailure>> RunAsync()
    {
        GoOn();
        await _done.Task;
        await _timer.DisposeAsync();
        await ReleaseRestAsync();
        return _failures;
    }

    // On another thread, because a release may block before it returns a task.
    private void GoOn() => _ = Task.Run(ReleaseItemsAsync);

    private async Task ReleaseItemsAsync()
    {
        while (TryBegin() is { } attempt)
        {
            Exception? error = null;
            try
            {
                await attempt.Item.Release(attempt.Token);
            }
            catch (Exception caught)
            {
                error = caught;
            }

            if (!TryEnd(attempt, error))
            {
                // It was given up: another thread has gone on, and what it ended with comes too late to matter.
                return;
            }
        }
    }

    // Null at the end: of the items, or of the time for those in order.
    private ReleaseAttempt? TryBegin()
    {
        lock (_lock)
        {
            if (_budget.ForNext is var limit && limit > TimeSpan.Zero && _stack.TryPop(out TestResource? item))
            {
                _current = new ReleaseAttempt(item, limit, _clock);
                _timer.Change(_current.Limit, Timeout.InfiniteTimeSpan);
                return _current;
            }
        }

        _done.SetResult();
        return null;
    }

    private bool TryEnd(ReleaseAttempt attempt, Exception? error)
    {
        lock (_lock)
        {
            if (_current != attempt)
            {
                return false;
            }

            _current = null;
            if (error is not null)
            {
                _failures.Add(attempt.Item.Failed(error));
            }

            return true;
        }
    }

    private void GiveUpLate()
    {
        ReleaseAttempt late;
        lock (_lock)
        {
            // A timer may come late, for an item that has ended since, or a moment early.
            if (_current is not { } current)
            {
                return;
            }

            if (current.Left > TimeSpan.Zero)
            {
                _timer.Change(current.Left, Timeout.InfiniteTimeSpan);
                return;
            }

            late = current;
            _current = null;
            _failures.Add(late.Item.Late(late.Limit, _budget.Total));
        }

        late.Expire();
        GoOn();
    }

    private async Task ReleaseRestAsync()
    {
        List<Task<ResourceFailure?>> rest = [];
        while (_stack.TryPop(out TestResource? item))
        {
            rest.Add(item.ReleaseAsync(_budget.ForRest, _budget.Total, _clock));
        }

        _failures.AddRange((await Task.WhenAll(rest)).OfType<ResourceFailure>());
    }
}
