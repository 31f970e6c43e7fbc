using Pool.Runtime.Errors;
using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Resilience;

/// <summary>
/// Turns calls away while too many fail, so that a broken pool is neither hammered nor waited for. Ask
/// <see cref="TryEnter"/> before a call, then give the permit to <see cref="Record"/> or <see cref="Abandon"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Runs nothing of its own: an open circuit becomes half-open when the first call after the break
/// arrives. A call that changes no state allocates nothing.
/// </remarks>
public sealed partial class CircuitBreaker
{
    private readonly Lock _lock = new();
    private readonly CircuitBreakerOptions _options;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly RollingWindow _window;
    private readonly ProbeSlots _probes;
    private readonly StateChangeQueue _changes = new();

    private CircuitState _state = CircuitState.Closed;

    // Starts at 1, so that a default permit belongs to no generation.
    private long _generation = 1;
    private TimeSpan _openedAt;
    private int _consecutiveFailures;
    private int _probeSuccesses;

    /// <summary>Creates a closed circuit.</summary>
    /// <param name="options">When it opens and closes.</param>
    /// <param name="timeProvider">Clock of windows and breaks.</param>
    /// <param name="name">Name for messages and telemetry; not empty.</param>
    /// <exception cref="PoolOptionsException">
    /// Options have values that are not allowed; it lists all of them.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public CircuitBreaker(CircuitBreakerOptions options, TimeProvider timeProvider, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _options = options.Validated();
        _time = timeProvider;
        _origin = timeProvider.GetTimestamp();
        _window = new RollingWindow(options.SamplingDuration);
        _probes = new ProbeSlots(options.HalfOpenProbes);
        Name = name;
    }

    /// <summary>
    /// Raised after each change of state, in order, one at a time, outside the lock, on the thread of some call: a slow
    /// subscriber holds up that call. What it throws is dropped and counted.
    /// </summary>
    public event EventHandler<CircuitStateChangedEventArgs>? StateChanged;

    /// <summary>Name for messages and telemetry.</summary>
    public string Name { get; }

    /// <summary>Current state. Open lasts until a call arrives after the break.</summary>
    public CircuitState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>
    /// Time until a call may pass; zero when one may try now, null while <see cref="CircuitState.Isolated"/>.
    /// </summary>
    public TimeSpan? RetryAfter
    {
        get
        {
            lock (_lock)
            {
                return RetryAfter_NeedsLock(Now);
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Asks to make a call. When it returns true, the permit must be given back whatever happens.</summary>
    /// <param name="permit">Proof of the entry; the default value when the call is turned away.</param>
    /// <returns>Whether the call may be made.</returns>
    public bool TryEnter(out CircuitPermit permit)
    {
        bool entered;
        lock (_lock)
        {
            if (_state == CircuitState.Open && RetryAfter_NeedsLock(Now) == TimeSpan.Zero)
            {
                Move_NeedsLock(CircuitEvent.BreakElapsed);
            }

            entered = Enter_NeedsLock(out permit);
            _ = entered ? _entered++ : _refused++;
        }

        _changes.Deliver(this, StateChanged);
        return entered;
    }

    /// <summary>
    /// Gives a permit back with the call's result. A result from before the circuit's last move does not count.
    /// </summary>
    /// <param name="permit">What <see cref="TryEnter"/> gave.</param>
    /// <param name="success">Whether the call succeeded.</param>
    public void Record(CircuitPermit permit, bool success)
    {
        lock (_lock)
        {
            if (!TakeBack_NeedsLock(permit))
            {
                _late++;
                return;
            }

            _ = success ? _succeeded++ : _failed++;
            if (Judge_NeedsLock(success) is { } verdict)
            {
                Move_NeedsLock(verdict);
            }
        }

        _changes.Deliver(this, StateChanged);
    }

    /// <summary>
    /// Gives a permit back without a verdict: the caller cancelled, or the failure says nothing about the pool.
    /// </summary>
    /// <param name="permit">What <see cref="TryEnter"/> gave.</param>
    public void Abandon(CircuitPermit permit)
    {
        lock (_lock)
        {
            _ = TakeBack_NeedsLock(permit) ? _abandoned++ : _late++;
        }
    }

    /// <summary>
    /// Opens the circuit for one break, without waiting for more failures. An isolated circuit stays isolated.
    /// </summary>
    public void Open() => Request(CircuitEvent.OpenRequested);

    /// <summary>Lets nothing pass until <see cref="Close"/>.</summary>
    public void Isolate() => Request(CircuitEvent.IsolateRequested);

    /// <summary>Closes the circuit by hand and forgets what was counted.</summary>
    public void Close() => Request(CircuitEvent.CloseRequested);

    /// <summary>The error for a call that was turned away.</summary>
    internal CircuitOpenException Refusal(PoolErrorContext context)
    {
        lock (_lock)
        {
            var wait = _state == CircuitState.Open ? RetryAfter_NeedsLock(Now) : null;
            return new CircuitOpenException(context, _state, wait);
        }
    }

    private void Request(CircuitEvent request)
    {
        lock (_lock)
        {
            Move_NeedsLock(request);
        }

        _changes.Deliver(this, StateChanged);
    }
}
