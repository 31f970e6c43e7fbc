using Pool.Runtime;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>Follows a pool's events from its creation on, and waits for states of the pool without polling.</summary>
internal sealed class PoolWatch : IAsyncDisposable
{
    private readonly SessionPool _pool;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<PoolEvent> _onEvent;
    private readonly Task _reading;
    private int _disposed;

    /// <param name="pool">Whose events.</param>
    /// <param name="clock">Of time limits.</param>
    /// <param name="onEvent">Called for each event, one at a time.</param>
    public PoolWatch(SessionPool pool, TimeProvider clock, Action<PoolEvent> onEvent)
    {
        _pool = pool;
        _clock = clock;
        _onEvent = onEvent;
        // Subscribed before this constructor returns, so nothing that happens after it is missed.
        _reading = ReadAsync(pool.ObserveAsync(_stop.Token));
    }

    public ChangeSignal Changed { get; } = new();

    public Task<PoolStats> UntilAsync(Func<PoolStats, bool> predicate, TimeSpan timeout, string description, CancellationToken cancellationToken) =>
        UntilAsync(predicate, new EventuallyOptions { Timeout = timeout, Clock = _clock, Description = description }, cancellationToken);

    public Task<PoolStats> UntilAsync(Func<PoolStats, bool> predicate, EventuallyOptions options, CancellationToken cancellationToken) =>
        Eventually.SatisfiesAsync(_pool.GetStats, predicate, options with { Signal = Changed }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(IAsyncEnumerable<PoolEvent> events)
    {
        try
        {
            await foreach (PoolEvent happened in events)
            {
                _onEvent(happened);
                Changed.Set();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }

        // The pool is gone: whoever waits looks once more.
        Changed.Set();
    }
}
