using Pool.NUnit.Isolation.Determinism;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>Follows a pool's events from its creation on, and waits for states of the pool without polling.</summary>
internal sealed class PoolWatch : IAsyncDisposable
{
    private readonly SessionPool _pool;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public PoolWatch(SessionPool pool, TimeProvider clock)
    {
        _pool = pool;
        _clock = clock;
        // Subscribed before this constructor returns, so nothing that happens after it is missed.
        _reading = ReadAsync(pool.ObserveAsync(_stop.Token));
    }

    public ChangeSignal Changed { get; } = new();

    /// <summary>Raised for each event, on the reader's flow.</summary>
    public event Action<PoolEvent>? Happened;

    public Task<PoolStats> UntilAsync(Func<PoolStats, bool> predicate, TimeSpan timeout, string description, CancellationToken cancellationToken) =>
        Eventually.SatisfiesAsync(
            _pool.GetStats,
            predicate,
            new EventuallyOptions { Timeout = timeout, Clock = _clock, Signal = Changed, Description = description },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
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
                Happened?.Invoke(happened);
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
