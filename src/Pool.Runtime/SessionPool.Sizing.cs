using Pool.Runtime.Errors;
using Pool.Runtime.Sizing;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>How many workers the pool keeps: set by its owner, or by the load.</content>
public sealed partial class SessionPool
{
    private readonly List<ReadinessWaiter> _resizing = [];

    // Null when nobody reads it.
    private readonly QueueMeter? _queueMeter;

    // Workers the pool keeps; as in its options until it is resized.
    private int _size;

    // Workers to retire as they come free, because the pool has shrunk.
    private int _surplus;

    // Time that workers were busy for calls that are over, as the clock counts it.
    private long _busyTicks;
    private TimeSpan _busyTimeAtLook;
    private long _lookedAt;
    private long _checkoutsAtLook;
    private int _shrinkVotes;

    /// <summary>Changes the number of workers the pool keeps, overflow not included.</summary>
    /// <remarks>
    /// More are started at once; in a lazy pool they are started when callers need them. When there are too many, idle
    /// workers go at once, those idle for longest first, and busy ones when their call is over. A worker that alone holds
    /// the state of a session that cannot be moved stays until that session ends. With <see cref="PoolOptions.Sizing"/>
    /// the load goes on changing the size from here.
    /// </remarks>
    /// <param name="size">1 to 10,000; with <see cref="PoolOptions.Sizing"/>, within its bounds.</param>
    /// <param name="cancellationToken">Gives up waiting; the new size stays.</param>
    /// <returns>Completes when the new workers are ready.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    /// <exception cref="WorkerStartException">A worker did not start. The new size stays, and the pool goes on trying.</exception>
    /// <exception cref="PoolException">The pool is draining, has failed or is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask ResizeAsync(int size, CancellationToken cancellationToken = default)
    {
        var (least, most) = _options.Sizing is { } sizing ? (sizing.MinSize, sizing.MaxSize) : (1, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, most);
        using (SynchronizationContextScope.LeaveCallers())
            return ResizeCoreAsync(size, cancellationToken);
    }

    private async ValueTask ResizeCoreAsync(int size, CancellationToken cancellationToken)
    {
        ReadinessWaiter? waiter;
        lock (_gate)
        {
            ThrowUnlessRunning_NeedsLock(new PoolErrorContext(Name) { Attempts = 0 });
            _shrinkVotes = 0;
            SetSize_NeedsLock(size, isBySizing: false);
            waiter = WaitForSize_NeedsLock();
        }

        await SizeIsReadyAsync(waiter, cancellationToken);
    }

    private void SetSize_NeedsLock(int size, bool isBySizing)
    {
        if (size == _size)
            return;
        var before = _size;
        _size = size;
        _surplus = Math.Clamp(_surplus + before - size, 0, Math.Max(0, _live - size));
        _restarts.Most = _options.MaxRestartsFor(size);
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.PoolResized(before, size, isBySizing));
        _log.Add(() => Log.PoolResized(_logger, Name, before, size));

        EnsureWorkers_NeedsLock();
        if (_surplus > 0)
            RetireSurplus_NeedsLock();
        if (_live > _size)
            _duties.Schedule(Duty.RetireIdle, RetirementDelay);
        SignalReadiness_NeedsLock();
    }

    private void RetireSurplus_NeedsLock()
    {
        foreach (var worker in _workers.Where(IsIdle_NeedsLock).OrderBy(worker => worker.IdleSince).ToList())
        {
            if (_surplus == 0)
                return;
            Leaves_NeedsLock(worker);
        }
    }

    // Null when there is nothing to wait for, as in a lazy pool, which has no workers that callers do not need.
    private ReadinessWaiter? WaitForSize_NeedsLock()
    {
        if (_options.LazyStart || ReadyWorkers_NeedsLock() >= _size)
            return null;
        var waiter = new ReadinessWaiter(_size);
        _resizing.Add(waiter);
        return waiter;
    }

    private async ValueTask SizeIsReadyAsync(ReadinessWaiter? waiter, CancellationToken cancellationToken)
    {
        if (waiter is null)
            return;
        try
        {
            await waiter.Reached.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
                _resizing.Remove(waiter);
        }
    }

    private void SignalResizing_NeedsLock(int ready)
    {
        // A smaller size since then asks for no more than that.
        foreach (var waiter in _resizing.FindAll(waiter => ready >= Math.Min(waiter.Workers, _size)))
        {
            _resizing.Remove(waiter);
            waiter.Reach();
        }
    }

    private void RefuseResizing_NeedsLock(Func<PoolErrorContext, PoolException> error)
    {
        foreach (var waiter in _resizing)
            waiter.Refuse(error(new PoolErrorContext(Name) { Attempts = 0 }));
        _resizing.Clear();
    }

    private void FailResizing_NeedsLock(WorkerStartException error) => RefuseResizing_NeedsLock(error.For);

    private void BeginLook_NeedsLock()
    {
        _lookedAt = _time.GetTimestamp();
        _busyTimeAtLook = BusyTime_NeedsLock();
        _checkoutsAtLook = _checkouts;
        _queueMeter?.Take();
    }

    private void AdaptSize_NeedsLock()
    {
        var sizing = _options.Sizing!;
        var elapsed = _time.GetElapsedTime(_lookedAt);
        var waited = _queueMeter!.Take();
        var busy = BusyTime_NeedsLock() - _busyTimeAtLook;
        var served = _checkouts - _checkoutsAtLook;
        BeginLook_NeedsLock();

        var look = new SizingLook(_size, busy / elapsed, waited / elapsed, waited / Math.Max(1, served));
        (var size, _shrinkVotes) = SizingRule.Decide(sizing, look, _shrinkVotes);
        SetSize_NeedsLock(size, isBySizing: true);
        _duties.Schedule(Duty.AdaptSize, sizing.Interval);
    }

    private TimeSpan BusyTime_NeedsLock()
    {
        var now = _time.GetTimestamp();
        return _workers.Where(worker => worker.State == WorkerState.Busy)
            .Aggregate(_time.GetElapsedTime(0, _busyTicks), (sum, worker) => sum + _time.GetElapsedTime(worker.Machine.Since, now));
    }
}
