using Pool.Runtime;

namespace Pool.NUnit.Isolation.Monitoring;

/// <summary>Counts what the test's pool does between <see cref="Start"/> and <see cref="Stop"/>. Thread-safe.</summary>
public sealed class PoolMonitor : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SessionPool _pool;
    private readonly TimeProvider _clock;
    private PoolObservation? _observation;
    private PoolMonitorReport? _report;
    private long _startedAt;

    internal PoolMonitor(SessionPool pool, TimeProvider clock)
    {
        _pool = pool;
        _clock = clock;
    }

    /// <summary>Begins to count, from zero if it was stopped before; does nothing while it counts.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_observation is null)
            {
                _report = null;
                _startedAt = _clock.GetTimestamp();
                _observation = _pool.BeginObservation();
            }
        }
    }

    /// <summary>Ends the count and returns it; a second call returns the same report.</summary>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public PoolMonitorReport Stop()
    {
        lock (_lock)
        {
            if (_observation is not null)
            {
                _observation.Dispose();
                _report = Read(_observation);
                _observation = null;
            }

            return _report ?? throw new InvalidOperationException("The monitor was not started. Call Start before Stop.");
        }
    }

    /// <summary>Counts while <paramref name="work"/> runs.</summary>
    /// <param name="work">What to watch; its exception is thrown on after the count has ended.</param>
    /// <returns>The counts.</returns>
    public async Task<PoolMonitorReport> WatchAsync(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Start();
        try
        {
            await work();
        }
        finally
        {
            Stop();
        }

        return Stop();
    }

    /// <summary>Stops counting.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _observation?.Dispose();
            _observation = null;
        }
    }

    private PoolMonitorReport Read(PoolObservation observation)
    {
        PoolCounters counters = observation.Counters;
        return new PoolMonitorReport
        {
            Checkouts = counters.Checkouts,
            Checkins = counters.Checkins,
            Successes = counters.Successes,
            Errors = counters.Errors,
            Recovered = counters.Recovered,
            Restarts = counters.Restarts,
            MaxQueueDepth = observation.MaxQueueDepth,
            Duration = _clock.GetElapsedTime(_startedAt),
        };
    }
}
