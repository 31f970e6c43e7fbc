using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Idle workers are asked for a sign of life, where no caller waits for the answer.</content>
public sealed partial class SessionPool
{
    // Ready workers that nobody gets because they are being checked.
    private int _underCheck;

    // Some were due that could not be checked because enough others were.
    private bool _checksAreDue;

    // At most half of the idle workers at a time, so that a check of all does not make callers wait.
    private void CheckHealth_NeedsLock()
    {
        var now = _time.GetTimestamp();
        var next = _options.HealthCheckInterval;
        var most = Math.Max(1, (_idle.Count + _underCheck) / 2);
        _checksAreDue = false;
        foreach (var worker in _workers)
        {
            if (!IsIdle_NeedsLock(worker))
                continue;
            var left = _options.HealthCheckInterval
                - _time.GetElapsedTime(Math.Max(worker.IdleSince, worker.Upkeep.CheckedAt ?? worker.IdleSince), now);
            if (left > TimeSpan.Zero)
                next = left < next ? left : next;
            else if (_underCheck < most)
                BeginCheck_NeedsLock(worker);
            else
                _checksAreDue = true;
        }

        _duties.Schedule(Duty.CheckHealth, next);
    }

    private void BeginCheck_NeedsLock(PooledWorker worker)
    {
        _idle.Remove(worker.IdleNode);
        worker.Upkeep.IsUnderCheck = true;
        _underCheck++;
        _loops.Start(() => CheckHealthAsync(worker));
    }

    private void EndCheck_NeedsLock(PooledWorker worker)
    {
        if (!worker.Upkeep.IsUnderCheck)
            return;
        worker.Upkeep.IsUnderCheck = false;
        _underCheck--;
        if (_underCheck == 0 && _checksAreDue && _state == PoolState.Running)
            CheckHealth_NeedsLock();
    }

    // One ping for the whole of it: a second one behind a first that is not answered would show nothing more. Every
    // further check is a further wait for the same answer, and the answer counts whenever it comes. So a worker that was
    // late, or a machine that slept, is in service again at once.
    private async Task CheckHealthAsync(PooledWorker worker)
    {
        Task? pong = null;
        var backoff = new StartBackoff(_options.RestartBackoff, _options.MaxRestartBackoff, worker.Id.Length);
        while (true)
        {
            // Set before the ping leaves: the time counts from then.
            using var patience = new CancellationTokenSource(_options.HealthCheckTimeout, _time);
            pong ??= worker.PingAsync(CancellationToken.None).AsTask();
            if (await IsAnsweredAsync(pong, patience.Token) is not { } answered)
                return;
            bool isLost;
            lock (_gate)
            {
                if (worker.State is not (WorkerState.Ready or WorkerState.Degraded))
                    return;
                isLost = Conclude_NeedsLock(worker, answered);
            }

            if (isLost)
            {
                worker.Kill();
                await IsAnsweredAsync(pong, CancellationToken.None);
                return;
            }

            if (answered)
                return;
            using var pause = new CancellationTokenSource(backoff.Failed(), _time);
            await IsAnsweredAsync(pong, pause.Token);
        }
    }

    // Whether the pong came in time; null when none can come, because the worker is gone. Its loop tells the pool.
    private static async ValueTask<bool?> IsAnsweredAsync(Task pong, CancellationToken patience)
    {
        try
        {
            await pong.WaitAsync(patience);
            return true;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception)
        {
            return null;
        }
    }

    // True when the worker has failed too often and is to be killed.
    private bool Conclude_NeedsLock(PooledWorker worker, bool isHealthy)
    {
        _counters = _counters with { HealthChecks = _counters.HealthChecks + 1 };
        if (isHealthy)
        {
            Passed_NeedsLock(worker);
            return false;
        }

        _counters = _counters with { HealthCheckFailures = _counters.HealthCheckFailures + 1 };
        var failures = ++worker.Upkeep.FailedChecks;
        if (worker.State == WorkerState.Ready)
        {
            EndCheck_NeedsLock(worker);
            var detail = $"no answer within {_options.HealthCheckTimeout}";
            Move_NeedsLock(worker, WorkerState.Degraded, TransitionReason.HealthCheckFailed, detail);
            _log.Add(() => Log.WorkerDegraded(_logger, Name, worker.Id, Shown(worker.ProcessId), _options.HealthCheckTimeout));
        }

        if (failures < _options.MaxHealthCheckFailures)
        {
            EnsureWorkers_NeedsLock();
            return false;
        }

        var reason = FormattableString.Invariant($"{failures} health checks in a row were not answered");
        Lose_NeedsLock(worker, TransitionReason.HealthCheckFailed, reason);
        _log.Add(() => Log.WorkerLost(_logger, Name, worker.Id, Shown(worker.ProcessId), TransitionReason.HealthCheckFailed, reason));
        return true;
    }

    private void Passed_NeedsLock(PooledWorker worker)
    {
        worker.Upkeep.FailedChecks = 0;
        worker.Upkeep.CheckedAt = _time.GetTimestamp();
        var wasDegraded = worker.State == WorkerState.Degraded;
        if (wasDegraded)
        {
            Move_NeedsLock(worker, WorkerState.Ready, TransitionReason.HealthRestored);
            _log.Add(() => Log.WorkerRestored(_logger, Name, worker.Id, Shown(worker.ProcessId)));
        }

        ComeFree_NeedsLock(worker);
        PutBackByUse_NeedsLock(worker);
        EndCheck_NeedsLock(worker);
        Dispatch_NeedsLock();
        if (wasDegraded)
            SignalReadiness_NeedsLock();
    }

    private bool ComesBefore(PooledWorker first, PooledWorker second) => _options.IdleOrder == WorkerOrder.Lifo
        ? first.IdleSince > second.IdleSince
        : first.IdleSince < second.IdleSince;

    // The others keep their order: a check is no use of a worker.
    private void PutBackByUse_NeedsLock(PooledWorker worker)
    {
        if (!IsIdle_NeedsLock(worker))
            return;
        _idle.Remove(worker.IdleNode);
        var next = _idle.First;
        while (next is not null && ComesBefore(next.Value, worker))
            next = next.Next;
        if (next is null)
            _idle.AddLast(worker.IdleNode);
        else
            _idle.AddBefore(next, worker.IdleNode);
    }
}
