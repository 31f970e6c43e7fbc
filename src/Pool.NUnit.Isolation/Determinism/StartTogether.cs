namespace Pool.NUnit.Isolation.Determinism;

/// <summary>
/// Starts operations at one moment: each waits on a thread of its own at a barrier, so none has a head start by being
/// created earlier. An operation that fails does not disturb the others; a failing NUnit <c>Assert</c> in one fails the test as well,
/// since NUnit notes it there. Runs once. Not thread-safe while operations are added.
/// </summary>
/// <example><c>await new StartTogether().Add("a", _ =&gt; ...).Add("b", _ =&gt; ...).RunAsync(TimeSpan.FromSeconds(5))</c></example>
public sealed class StartTogether
{
    private readonly List<TogetherOperation> _operations = [];
    private readonly TimeProvider _clock;
    private bool _hasRun;

    /// <summary>Creates an empty set of operations.</summary>
    /// <param name="clock">Measures; null means the system's.</param>
    public StartTogether(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <summary>Adds an operation that returns a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">Names its result; each name once.</param>
    /// <param name="operation">What to do; its token is cancelled at the deadline.</param>
    /// <exception cref="ArgumentException">The name is empty or used already.</exception>
    public StartTogether Add<T>(string name, Func<CancellationToken, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return AddOperation(name, async token => await operation(token));
    }

    /// <summary>Adds an operation without a value.</summary>
    /// <param name="name">Names its result; each name once.</param>
    /// <param name="operation">What to do; its token is cancelled at the deadline.</param>
    /// <exception cref="ArgumentException">The name is empty or used already.</exception>
    public StartTogether Add(string name, Func<CancellationToken, Task> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return AddOperation(name, async token =>
        {
            await operation(token);
            return null;
        });
    }

    /// <summary>Runs all operations and returns how each ended. Returns at the deadline even if some have not ended.</summary>
    /// <param name="timeout">The one deadline of all operations, more than zero.</param>
    /// <param name="cancellationToken">Cancels the operations and the wait.</param>
    /// <exception cref="InvalidOperationException">No operation was added, or they have run already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive.</exception>
    public async Task<StartTogetherResult> RunAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        if (_operations.Count == 0)
        {
            throw new InvalidOperationException("There is no operation to start. Call Add before RunAsync.");
        }

        if (_hasRun)
        {
            throw new InvalidOperationException("These operations have run already. Build a new StartTogether to run them again.");
        }

        _hasRun = true;
        using CancellationTokenSource deadline = new(timeout, _clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        long releasedAt = 0;
        // Not disposed: a thread that never comes back may still refer to it.
        Barrier barrier = new(_operations.Count, _ => releasedAt = _clock.GetTimestamp());
        foreach (TogetherOperation operation in _operations)
        {
            operation.StartThread(barrier, _clock, stop.Token);
        }

        Task all = Task.WhenAll(_operations.Select(static o => o.Ended));
        await Task.WhenAny(all, Task.Delay(Timeout.InfiniteTimeSpan, _clock, stop.Token));
        cancellationToken.ThrowIfCancellationRequested();
        long now = _clock.GetTimestamp();
        return new StartTogetherResult([.. _operations.Select(o => o.Result(_clock, releasedAt, now))]);
    }

    private StartTogether AddOperation(string name, Func<CancellationToken, Task<object?>> operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_operations.Exists(o => string.Equals(o.Name, name, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"An operation named \"{name}\" exists already. Give each operation a name of its own.", nameof(name));
        }

        _operations.Add(new TogetherOperation(name, operation));
        return this;
    }
}
