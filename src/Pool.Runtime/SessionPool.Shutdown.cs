using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>The pool's end: drained first or not, it leaves nothing behind.</content>
public sealed partial class SessionPool
{
    // Calls and leases that were let in and are not over, wherever they are: queued, running, waiting to try again.
    private int _calls;

    // Set once the pool drains: completed when the last call is over, and when the last worker is gone.
    private TaskCompletionSource? _callsOver;
    private TaskCompletionSource? _workersGone;

    // What cut calls off that ran, if anything did: its own end is what each of them is told, whatever comes after.
    private PoolState? _cutOffBy;

    // No worker is wanted any more.
    private bool _isClosed;
    private Task? _disposal;

    /// <summary>
    /// Lets the pool finish: calls from now on are refused with a <see cref="PoolDrainingException"/>, those that it has,
    /// queued ones too, are served. What is left when the grace is over is cut off. Then the workers are stopped.
    /// </summary>
    /// <remarks>The pool serves nobody any more afterwards; disposing it is all that is left to do.</remarks>
    /// <param name="grace">
    /// Time for the calls to end: zero cuts them off at once; at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the pool goes on draining, and cuts nothing off.</param>
    /// <returns>True when every call ended by itself within the grace; false when one was cut off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The grace is out of range.</exception>
    /// <exception cref="PoolDisposedException">The pool is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask<bool> DrainAsync(TimeSpan grace, CancellationToken cancellationToken = default)
    {
        if (grace != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(grace, PoolOptions.LongestTimeout);
        }

        using (SynchronizationContextScope.LeaveCallers())
            return DrainCoreAsync(grace, cancellationToken);
    }

    private async ValueTask<bool> DrainCoreAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        Task callsOver;
        lock (_gate)
            callsOver = BeginDrain_NeedsLock();
        try
        {
            await callsOver.WaitAsync(grace, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            CutOff();
        }

        bool wasCutOff;
        Task workersGone;
        lock (_gate)
        {
            wasCutOff = _cutOffBy is not null;
            workersGone = Close_NeedsLock();
        }

        // Cancels starts that are under way; each of them kills what it started.
        await _stopping.CancelAsync();
        await workersGone.WaitAsync(cancellationToken);
        return !wasCutOff;
    }

    private Task BeginDrain_NeedsLock()
    {
        if (_state == PoolState.Disposed)
            throw new PoolDisposedException(new PoolErrorContext(Name) { Attempts = 0 });
        if (_state is PoolState.Starting or PoolState.Running)
        {
            _state = PoolState.Draining;
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.PoolMoved(PoolState.Draining));
        }

        _duties.Dispose();
        SignalReadiness_NeedsLock();
        RefuseStart_NeedsLock(new PoolDrainingException(new PoolErrorContext(Name) { Attempts = 0 }));
        _callsOver ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_calls == 0)
            _callsOver.TrySetResult();
        return _callsOver.Task;
    }

    // A container gives the pool away before it has started. Whoever waits for the start is told that it does not come.
    private void RefuseStart_NeedsLock(PoolException error)
    {
        if (_startup.TrySetException(error))
            _ = _startup.Task.Exception;
    }

    private void CutOff()
    {
        var condemned = new List<PooledWorker>();
        lock (_gate)
        {
            // The last call may have ended since.
            if (_calls == 0)
                return;
            _cutOffBy ??= PoolState.Draining;
            RefuseAllWaiters_NeedsLock(context => new PoolDrainingException(context, RequestFate.NotSent));
            foreach (var worker in _workers)
            {
                if (worker.State == WorkerState.Busy && !End_NeedsLock(worker))
                    condemned.Add(worker);
            }
        }

        foreach (var worker in condemned)
            worker.Kill();
    }

    // Ends the workers; completes when the end of each was observed.
    private Task Close_NeedsLock()
    {
        _isClosed = true;
        _nextStart?.Dispose();
        _nextStart = null;
        _workersGone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var worker in _workers)
        {
            if (worker.State is WorkerState.Ready or WorkerState.Degraded && !End_NeedsLock(worker))
                _loops.Start(() => worker.StopAsync(_options.ShutdownGrace));
        }

        if (_workers.Count == 0)
            _workersGone.TrySetResult();
        return _workersGone.Task;
    }

    private void ThrowUnlessRunning_NeedsLock(PoolErrorContext context, bool isLetIn = false)
    {
        if (_state == PoolState.Created)
            throw new PoolNotStartedException(context);
        if (_state == PoolState.Disposed)
            throw new PoolDisposedException(context);
        if (_state == PoolState.Failed)
            throw Failure(context);
        if (_state == PoolState.Draining && (!isLetIn || _cutOffBy is not null))
            throw new PoolDrainingException(context);
    }

    // Counted once for each call, when it arrives first.
    private void LetIn_NeedsLock(Waiter waiter)
    {
        if (waiter.IsLetIn)
            return;
        waiter.IsLetIn = true;
        waiter.Ticket = ++_lastTicket;
        _calls++;
    }

    private void LetOut_NeedsLock(Waiter waiter)
    {
        if (!waiter.IsLetIn)
            return;
        waiter.IsLetIn = false;
        LetOneOut_NeedsLock();
    }

    private void LetOneOut_NeedsLock()
    {
        if (--_calls == 0)
            _callsOver?.TrySetResult();
    }

    // Whether calls that ran were cut off because the pool ends; their worker's loss is no failure then.
    private bool HasCutOff
    {
        get
        {
            lock (_gate)
                return _cutOffBy is not null || _state == PoolState.Disposed;
        }
    }

    private PoolException CutOffError(PoolErrorContext context, RequestFate fate)
    {
        lock (_gate)
        {
            return _cutOffBy == PoolState.Draining
                ? new PoolDrainingException(context, fate)
                : new PoolDisposedException(context, "being disposed", fate);
        }
    }

    private Task DisposeCoreAsync()
    {
        TaskCompletionSource disposed;
        var condemned = new List<PooledWorker>();
        lock (_gate)
        {
            if (_disposal is not null)
                return _disposal;
            disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _disposal = disposed.Task;
            _state = PoolState.Disposed;
            _isClosed = true;
            if (_calls > 0)
                _cutOffBy ??= PoolState.Disposed;
            _nextStart?.Dispose();
            _duties.Dispose();
            _expiry?.Dispose();
            _leakCheck?.Dispose();
            RefuseAllWaiters_NeedsLock(context => new PoolDisposedException(context));
            SignalReadiness_NeedsLock();
            RefuseStart_NeedsLock(new PoolDisposedException(new PoolErrorContext(Name) { Attempts = 0 }));
            foreach (var worker in _workers)
            {
                if (!End_NeedsLock(worker))
                    condemned.Add(worker);
            }

            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.PoolMoved(PoolState.Disposed));
        }

        // Not under the lock: the code of an in-process worker may run when it is stopped.
        foreach (var worker in condemned)
            worker.Kill();
        return DisposeRestAsync(disposed);
    }

    // Lets an idle worker end in good order; false for one that has to be killed.
    private bool End_NeedsLock(PooledWorker worker)
    {
        var wasIdle = worker.State == WorkerState.Ready;
        if (worker.IdleNode.List is not null)
            _idle.Remove(worker.IdleNode);
        EndCheck_NeedsLock(worker);
        if (worker.State is WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded)
            Move_NeedsLock(worker, WorkerState.Terminating, TransitionReason.Shutdown);
        if (wasIdle)
            _loops.Start(() => worker.StopAsync(_options.ShutdownGrace));
        return wasIdle;
    }

    private async Task DisposeRestAsync(TaskCompletionSource disposed)
    {
        try
        {
            // Cancels starts that are under way; each of them kills what it started.
            await _stopping.CancelAsync();
            await _loops.WhenAllEndedAsync();
            if (_adapterUse is not null)
                await _adapterUse.DisposeAsync();
            _breaker.StateChanged -= CircuitMoved;
            _metrics.Dispose();
            _tracing.Dispose();
            lock (_gate)
                _events.End_NeedsLock();
        }
        finally
        {
            disposed.SetResult();
        }
    }
}
