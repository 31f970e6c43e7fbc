using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

/// <summary>
/// The rules of the breaker, written down as plainly as possible: lists instead of rings, sets instead of slots.
/// </summary>
internal sealed class CircuitModel(CircuitBreakerOptions options)
{
    private readonly List<(TimeSpan StartedAt, List<bool> Results)> _buckets = [];
    private readonly HashSet<int> _current = [];
    private TimeSpan _openedAt;
    private int _run;
    private int _probeSuccesses;

    public CircuitState State { get; private set; } = CircuitState.Closed;

    public int ProbesUnderWay => State == CircuitState.HalfOpen ? _current.Count : 0;

    public int WindowTotal => _buckets.Sum(bucket => bucket.Results.Count);

    public bool TryEnter(TimeSpan now, int call)
    {
        if (State == CircuitState.Open && now >= _openedAt + options.BreakDuration)
        {
            Enter(CircuitState.HalfOpen, now);
        }

        var passes = State == CircuitState.Closed ||
            (State == CircuitState.HalfOpen && _current.Count < options.HalfOpenProbes);
        return passes && _current.Add(call);
    }

    public void Abandon(int call) => _current.Remove(call);

    public void Record(TimeSpan now, int call, bool success)
    {
        if (!_current.Remove(call))
        {
            return;
        }

        if (State == CircuitState.HalfOpen)
        {
            _probeSuccesses += success ? 1 : 0;
            if (!success || _probeSuccesses == options.HalfOpenSuccesses)
            {
                Enter(success ? CircuitState.Closed : CircuitState.Open, now);
            }

            return;
        }

        Count(now, success);
        var results = _buckets.SelectMany(bucket => bucket.Results).ToList();
        var ratio = results.Count(result => !result) / (double)results.Count;
        if (!success &&
            (_run >= options.ConsecutiveFailures ||
                (results.Count >= options.MinimumThroughput && ratio >= options.FailureRatio)))
        {
            Enter(CircuitState.Open, now);
        }
    }

    public void Open(TimeSpan now)
    {
        if (State != CircuitState.Isolated)
        {
            Enter(CircuitState.Open, now);
        }
    }

    public void Isolate(TimeSpan now) => Enter(CircuitState.Isolated, now);

    public void Close(TimeSpan now) => Enter(CircuitState.Closed, now);

    public void Expire(TimeSpan now) =>
        _buckets.RemoveAll(bucket => now - bucket.StartedAt >= options.SamplingDuration);

    private void Count(TimeSpan now, bool success)
    {
        Expire(now);
        if (_buckets.Count == 0 || now - _buckets[^1].StartedAt >= options.SamplingDuration / 10)
        {
            _buckets.Add((now, []));
        }

        _buckets[^1].Results.Add(success);
        _run = success ? 0 : _run + 1;
    }

    private void Enter(CircuitState state, TimeSpan now)
    {
        State = state;
        _openedAt = now;
        _buckets.Clear();
        _current.Clear();
        _run = 0;
        _probeSuccesses = 0;
    }
}
