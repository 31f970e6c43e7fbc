using System.Diagnostics.CodeAnalysis;

namespace Pool.Runtime.Resilience.Circuits;

/// <summary>Delivers state changes one at a time, in the order they happened, outside the breaker's lock.</summary>
/// <remarks>Thread-safe. The thread that finds the queue unattended delivers for all.</remarks>
internal sealed class StateChangeQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<CircuitStateChangedEventArgs> _pending = new();
    private bool _isDelivering;
    private volatile bool _hasPending;
    private long _failedDeliveries;

    /// <summary>Subscribers that threw.</summary>
    public long FailedDeliveries => Interlocked.Read(ref _failedDeliveries);

    /// <summary>Called under the breaker's lock, which gives the order.</summary>
    public void Enqueue(CircuitStateChangedEventArgs change)
    {
        lock (_lock)
        {
            _pending.Enqueue(change);
            _hasPending = true;
        }
    }

    /// <summary>
    /// Called without any lock. Returns at once when another thread, or a caller up the stack, delivers.
    /// </summary>
    public void Deliver(object sender, EventHandler<CircuitStateChangedEventArgs>? handlers)
    {
        // A call that moved nothing pays one volatile read.
        if (!_hasPending)
        {
            return;
        }

        while (TryTakeNext(out var change))
        {
            foreach (var handler in Delegate.EnumerateInvocationList(handlers))
            {
                Invoke(handler, sender, change);
            }

            lock (_lock)
            {
                _isDelivering = false;
            }
        }
    }

    private bool TryTakeNext([NotNullWhen(true)] out CircuitStateChangedEventArgs? change)
    {
        lock (_lock)
        {
            change = null;
            if (_isDelivering || !_pending.TryDequeue(out change))
            {
                return false;
            }

            _hasPending = _pending.Count > 0;
            _isDelivering = true;
            return true;
        }
    }

    private void Invoke(
        EventHandler<CircuitStateChangedEventArgs> handler, object sender, CircuitStateChangedEventArgs change)
    {
        try
        {
            handler(sender, change);
        }
        catch (Exception)
        {
            // A subscriber's failure must not reach the call that happened to move the circuit: it would lose its
            // permit.
            Interlocked.Increment(ref _failedDeliveries);
        }
    }
}
