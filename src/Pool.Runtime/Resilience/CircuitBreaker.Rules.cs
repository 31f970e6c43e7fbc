using Pool.Runtime.Errors;
using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Resilience;

/// <content>What happens under the lock.</content>
public sealed partial class CircuitBreaker
{
    private long _entered;
    private long _refused;
    private long _succeeded;
    private long _failed;
    private long _abandoned;
    private long _late;
    private long _timesOpened;

    /// <summary>What the breaker has seen so far, as of one moment.</summary>
    /// <returns>A snapshot.</returns>
    public CircuitBreakerStats GetStats()
    {
        lock (_lock)
        {
            _window.Expire(Now);
            return new CircuitBreakerStats
            {
                State = _state,
                WindowTotal = _window.Total,
                WindowFailures = _window.Marked,
                ConsecutiveFailures = _consecutiveFailures,
                ProbesUnderWay = _probes.Taken,
                Entered = _entered,
                Refused = _refused,
                Succeeded = _succeeded,
                Failed = _failed,
                Abandoned = _abandoned,
                Late = _late,
                TimesOpened = _timesOpened,
                FailedNotifications = _changes.FailedDeliveries,
            };
        }
    }

    private bool Enter_NeedsLock(out CircuitPermit permit)
    {
        var ticket = 0L;
        var mayPass = _state switch
        {
            CircuitState.Closed => true,
            CircuitState.HalfOpen => _probes.TryTake(out ticket),
            _ => false,
        };
        permit = mayPass ? new CircuitPermit(_generation, ticket) : default;
        return mayPass;
    }

    private bool TakeBack_NeedsLock(CircuitPermit permit) =>
        permit.Generation == _generation && (!permit.IsProbe || _probes.TryGiveBack(permit.ProbeTicket));

    private CircuitEvent? Judge_NeedsLock(bool success)
    {
        if (_state == CircuitState.HalfOpen)
        {
            return !success ? CircuitEvent.ProbeFailed
                : ++_probeSuccesses >= _options.HalfOpenSuccesses ? CircuitEvent.ProbesSucceeded
                : null;
        }

        _window.Add(Now, total: 1, marked: success ? 0 : 1);
        _consecutiveFailures = success ? 0 : _consecutiveFailures + 1;
        return !success && LimitReached_NeedsLock() ? CircuitEvent.FailuresExceeded : null;
    }

    private bool LimitReached_NeedsLock() =>
        _consecutiveFailures >= (_options.ConsecutiveFailures ?? int.MaxValue) ||
        (_window.Total >= _options.MinimumThroughput &&
            _window.Marked / (double)_window.Total >= _options.FailureRatio);

    private TimeSpan? RetryAfter_NeedsLock(TimeSpan now)
    {
        if (_state != CircuitState.Open)
        {
            return _state == CircuitState.Isolated ? null : TimeSpan.Zero;
        }

        var left = _openedAt + _options.BreakDuration - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Move_NeedsLock(CircuitEvent cause)
    {
        var from = _state;
        _state = CircuitTransitions.Next(from, cause);

        // Every period starts from nothing; permits of the one before are worthless from here on.
        _generation++;
        _probes.Clear();
        _window.Clear();
        _probeSuccesses = 0;
        _consecutiveFailures = 0;
        if (_state == CircuitState.Open)
        {
            _openedAt = Now;
            _timesOpened++;
        }

        if (_state != from)
        {
            _changes.Enqueue(new CircuitStateChangedEventArgs(from, _state, cause));
        }
    }
}
