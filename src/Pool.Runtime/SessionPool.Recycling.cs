using Pool.Runtime.Errors;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Workers that leave in good order, between two calls: those that are too many, too old, too large or cleared.</content>
public sealed partial class SessionPool
{
    // Looking for sessions that need a worker takes a while under the lock; not for every call.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly RecycleCounts _recycles = new();
    private int _generation;

    /// <summary>
    /// Replaces every worker that the pool has now: those that are idle at once, the others when their call is over.
    /// </summary>
    /// <remarks>
    /// A session's state moves with its journal or its snapshot. A session that has outgrown both and lived on a replaced
    /// worker is lost, and its next call says so with a <see cref="SessionLostException"/>. In a lazy pool the workers go,
    /// and others are started when callers need them.
    /// </remarks>
    /// <param name="cancellationToken">Gives up waiting; the workers are replaced all the same.</param>
    /// <returns>Completes when the replacements of the idle workers are ready.</returns>
    /// <exception cref="WorkerStartException">A replacement did not start. The pool goes on trying.</exception>
    /// <exception cref="PoolException">The pool is draining, has failed or is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return ClearCoreAsync(cancellationToken);
    }

    private async ValueTask ClearCoreAsync(CancellationToken cancellationToken)
    {
        ReadinessWaiter? waiter;
        lock (_gate)
        {
            ThrowUnlessRunning_NeedsLock(new PoolErrorContext(Name) { Attempts = 0 });
            _generation++;
            foreach (var worker in _workers.ToArray())
            {
                if (IsUnused_NeedsLock(worker) || worker.State == WorkerState.Degraded)
                    Recycle_NeedsLock(worker, TransitionReason.Cleared);
            }

            Dispatch_NeedsLock();
            waiter = WaitForSize_NeedsLock();
        }

        await SizeIsReadyAsync(waiter, cancellationToken);
    }

    // A worker has come free: whether it leaves instead of serving the next call. Most of the time four comparisons.
    private bool Leaves_NeedsLock(PooledWorker worker)
    {
        if (_isClosed)
            return End_NeedsLock(worker);
        if (ReasonToLeave_NeedsLock(worker) is not { } reason)
            return false;
        Recycle_NeedsLock(worker, reason);
        return true;
    }

    private TransitionReason? ReasonToLeave_NeedsLock(PooledWorker worker)
    {
        var upkeep = worker.Upkeep;
        if (upkeep.Generation != _generation)
            return TransitionReason.Cleared;
        if (upkeep.IsTooLarge)
            return TransitionReason.MemoryLimit;
        TransitionReason? reason =
            IsTooMany_NeedsLock() ? TransitionReason.Retired
            : _options.MaxWorkerRequests > 0 && worker.Answered >= _options.MaxWorkerRequests ? TransitionReason.RequestLimit
            // One at a time, so that age alone never takes more than one worker's capacity from the callers.
            : upkeep.IsTooOld && _starting == 0 ? TransitionReason.AgeLimit
            : null;
        return reason is null || _state != PoolState.Running || IsKeptForASession_NeedsLock(worker) ? null : reason;
    }

    // After a shrink, unless callers wait and it may stay as overflow; and overflow that is not to be idle at all.
    private bool IsTooMany_NeedsLock() =>
        InService_NeedsLock() > _size
        && ((_surplus > 0 && (_queue.Count == 0 || _live > _size + _options.MaxOverflow))
            || (_options.OverflowIdleTimeout == TimeSpan.Zero && _queue.Count == 0));

    // One that is being started serves nobody yet: it leaves when it is ready, and not another in its place.
    private int InService_NeedsLock() => _live - _starting;

    // Its retirement would lose a session that cannot be restored. It stays until the session ends or the worker is lost.
    private bool IsKeptForASession_NeedsLock(PooledWorker worker)
    {
        var now = _time.GetTimestamp();
        if (worker.Upkeep.KeptAt is { } kept && _time.GetElapsedTime(kept, now) < KeptFor)
            return true;
        foreach (var id in worker.Residences.Keys)
        {
            if (_sessions.TryGetValue(id, out var session) && session.Worker == worker && session.Journal.Gap is not null)
            {
                worker.Upkeep.KeptAt = now;
                return true;
            }
        }

        worker.Upkeep.KeptAt = null;
        return false;
    }

    // Takes a worker that serves nobody out of service and lets it end in good order; its replacement starts at once.
    private void Recycle_NeedsLock(PooledWorker worker, TransitionReason reason)
    {
        if (worker.IdleNode.List is not null)
            _idle.Remove(worker.IdleNode);
        EndCheck_NeedsLock(worker);
        Move_NeedsLock(worker, WorkerState.Terminating, reason);
        if (RecycleCounts.ReasonOf(reason) is { } counted)
        {
            _recycles.Add(counted);
            _counters = _counters with { Recycles = _counters.Recycles + 1 };
        }

        ReleaseHomebound_NeedsLock(worker);
        _loops.Start(() => worker.StopAsync(_options.ShutdownGrace));
        EnsureWorkers_NeedsLock();
    }

    private static bool IsIdle_NeedsLock(PooledWorker worker) => worker.IdleNode.List is not null;

    private static bool IsUnused_NeedsLock(PooledWorker worker) => IsIdle_NeedsLock(worker) || worker.Upkeep.IsUnderCheck;
}
