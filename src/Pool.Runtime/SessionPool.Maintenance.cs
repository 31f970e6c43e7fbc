using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>What is done from time to time: one timer, set for whatever is due next.</content>
public sealed partial class SessionPool
{
    // Some idle workers must stay, for their sessions' sake or one for another: looking again at once would not end.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly DutyRoster _duties;

    private TimeSpan RetirementDelay => _options.OverflowIdleTimeout > LookAgain ? _options.OverflowIdleTimeout : LookAgain;

    private TimeSpan ShortestLife => _options.MaxWorkerAge!.Value * (1 - _options.MaxWorkerAgeJitter);

    // Each first look is in time for whatever may fall due after now, and each look plans the next: so nothing that
    // happens on a call's path has to plan one.
    private void BeginMaintenance_NeedsLock()
    {
        if (_options.HealthCheckInterval > TimeSpan.Zero)
            _duties.Schedule(Duty.CheckHealth, _options.HealthCheckInterval);
        if (_options.MaxWorkerAge is not null)
            _duties.Schedule(Duty.RecycleOld, ShortestLife);
        if (_options.MaxWorkerMemoryBytes > 0 || _options.KillWorkerMemoryBytes > 0)
            _duties.Schedule(Duty.MeasureMemory, _options.MemoryCheckInterval);
        if (_options.Sizing is { } sizing)
        {
            BeginLook_NeedsLock();
            _duties.Schedule(Duty.AdaptSize, sizing.Interval);
        }

        if (_options.SessionTimeToLive is { } timeToLive)
            _duties.Schedule(Duty.ExpireSessions, timeToLive);
    }

    private void DoWhatIsDue()
    {
        lock (_gate)
        {
            foreach (var duty in _duties.TakeDue())
            {
                if (_state == PoolState.Running)
                    Do_NeedsLock(duty);
            }
        }
    }

    private void Do_NeedsLock(Duty duty)
    {
        switch (duty)
        {
            case Duty.RetireIdle:
                RetireIdle_NeedsLock();
                break;
            case Duty.CheckHealth:
                CheckHealth_NeedsLock();
                break;
            case Duty.RecycleOld:
                RecycleOld_NeedsLock();
                break;
            case Duty.MeasureMemory:
                _loops.Start(MeasureMemoryAsync);
                break;
            case Duty.AdaptSize:
                AdaptSize_NeedsLock();
                break;
            case Duty.ExpireSessions:
                _loops.Start(ExpireSessionsAsync);
                break;
        }
    }

    // An overflow worker goes when it has been idle for long enough while there are more than the pool's size; the one
    // that was idle for longest goes first.
    private void RetireIdle_NeedsLock()
    {
        var now = _time.GetTimestamp();
        var next = RetirementDelay;
        foreach (var worker in _workers.Where(IsIdle_NeedsLock).OrderBy(worker => worker.IdleSince).ToList())
        {
            if (InService_NeedsLock() <= _size)
                break;
            var left = _options.OverflowIdleTimeout - _time.GetElapsedTime(worker.IdleSince, now);
            if (left > TimeSpan.Zero)
                next = left < next ? left : next;
            else if (!IsKeptForASession_NeedsLock(worker))
                Recycle_NeedsLock(worker, TransitionReason.Retired);
        }

        if (_live > _size)
            _duties.Schedule(Duty.RetireIdle, next);
    }

    // Marks what is too old; it leaves when it is idle, and not while another is being started.
    private void RecycleOld_NeedsLock()
    {
        var now = _time.GetTimestamp();
        var next = ShortestLife;
        foreach (var worker in _workers.ToArray())
        {
            if (worker.Upkeep is not { Life: { } life } upkeep || worker.State >= WorkerState.Terminating)
                continue;
            var left = life - _time.GetElapsedTime(upkeep.StartedAt, now);
            upkeep.IsTooOld = left <= TimeSpan.Zero;
            if (upkeep.IsTooOld && (!IsIdle_NeedsLock(worker) || !Leaves_NeedsLock(worker)))
                left = KeptFor;
            if (left < next)
                next = left;
        }

        Dispatch_NeedsLock();
        _duties.Schedule(Duty.RecycleOld, next > LookAgain ? next : LookAgain);
    }

    // Reading what a process takes is input and output, so it is done without the lock.
    private Task MeasureMemoryAsync()
    {
        PooledWorker[] workers;
        lock (_gate)
            workers = [.. _workers.Where(worker => worker.State is WorkerState.Ready or WorkerState.Busy)];
        var sizes = Array.ConvertAll(workers, worker => worker.MeasureMemory());

        List<PooledWorker> killed = [];
        lock (_gate)
        {
            for (var i = 0; i < workers.Length && _state == PoolState.Running; i++)
            {
                if (_options.KillWorkerMemoryBytes > 0 && sizes[i] > _options.KillWorkerMemoryBytes && LoseForMemory_NeedsLock(workers[i], sizes[i]!.Value))
                {
                    killed.Add(workers[i]);
                    continue;
                }

                workers[i].Upkeep.IsTooLarge = _options.MaxWorkerMemoryBytes > 0 && sizes[i] > _options.MaxWorkerMemoryBytes;
                if (IsIdle_NeedsLock(workers[i]))
                    Leaves_NeedsLock(workers[i]);
            }

            Dispatch_NeedsLock();
            _duties.Schedule(Duty.MeasureMemory, _options.MemoryCheckInterval);
        }

        foreach (var worker in killed)
            worker.Kill();
        return Task.CompletedTask;
    }

    private bool LoseForMemory_NeedsLock(PooledWorker worker, long size)
    {
        var detail = FormattableString.Invariant(
            $"it was killed because its processes took {size} bytes of memory, more than {nameof(PoolOptions.KillWorkerMemoryBytes)} ({_options.KillWorkerMemoryBytes})");
        if (!Lose_NeedsLock(worker, TransitionReason.MemoryLimit, detail))
            return false;
        worker.KilledBecause = detail;
        _log.Add(() => Log.WorkerLost(_logger, Name, worker.Id, Shown(worker.ProcessId), TransitionReason.MemoryLimit, detail));
        return true;
    }
}
