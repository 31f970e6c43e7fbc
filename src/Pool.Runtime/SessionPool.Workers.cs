using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>The workers' lives: start, loss, replacement, retirement, and the pool's own end.</content>
public sealed partial class SessionPool : IWorkerOwner
{
    private static readonly TimeSpan RetirementInterval = TimeSpan.FromMilliseconds(100);

    private readonly FrameLimits _limits;
    private readonly SemaphoreSlim _startSlots;
    private readonly RestartIntensity _restarts;
    private readonly StartBackoff _backoff;

    // Completed when the first workers are ready, failed by the first that is not.
    private readonly TaskCompletionSource _startup = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastWorkerId;

    // Lost workers whose replacement has not been started.
    private int _replacementsDue;

    // While set, no worker is started: the last start failed a moment ago.
    private ITimer? _nextStart;
    private ITimer? _retirement;
    private Task? _disposal;

    private static async ValueTask<SessionPool> StartCoreAsync(SessionPool pool, CancellationToken cancellationToken)
    {
        try
        {
            lock (pool._gate)
            {
                if (pool._options.LazyStart)
                    pool.Run_NeedsLock();
                else
                    pool.EnsureWorkers_NeedsLock();
            }

            await pool._startup.Task.WaitAsync(cancellationToken);
            Log.PoolRunning(pool._logger, pool.Name, pool._options.LazyStart ? 0 : pool._options.Size, pool._adapter.Description);
            return pool;
        }
        catch
        {
            await pool.DisposeCoreAsync();
            throw;
        }
    }

    private void Run_NeedsLock()
    {
        _state = PoolState.Running;
        _startup.TrySetResult();
    }

    // Keeps Size workers (unless lazy) and starts one for each waiter that none is being started for, up to the overflow.
    private void EnsureWorkers_NeedsLock()
    {
        if (_state is not (PoolState.Starting or PoolState.Running) || _nextStart is not null)
            return;
        var live = LiveWorkers_NeedsLock();
        var starting = CountOf(WorkerState.Initializing);
        while ((live < _options.Size && !_options.LazyStart)
            || (live < _options.Size + _options.MaxOverflow && starting < _queue.Count))
        {
            StartWorker_NeedsLock();
            live++;
            starting++;
        }
    }

    private int CountOf(WorkerState state) => _byState[(int)state];

    private int LiveWorkers_NeedsLock() =>
        CountOf(WorkerState.Initializing) + CountOf(WorkerState.Ready) + CountOf(WorkerState.Busy) + CountOf(WorkerState.Degraded);

    private void StartWorker_NeedsLock()
    {
        var isReplacement = _replacementsDue > 0;
        if (isReplacement)
            _replacementsDue--;
        var id = FormattableString.Invariant($"{Name}-w{++_lastWorkerId}");
        var start = new WorkerStart(Name, id, _limits, _time, _logger, _channelLoops.Start);
        var worker = new PooledWorker(start, _adapter, this, isReplacement);
        _workers.Add(worker);
        _byState[(int)WorkerState.Initializing]++;
        _loops.Start(() => OpenAsync(worker));
    }

    private async Task OpenAsync(PooledWorker worker)
    {
        try
        {
            await _startSlots.WaitAsync(_stopping.Token);
            try
            {
                using var patience = new CancellationTokenSource(_options.StartTimeout, _time);
                await using var onStop = _stopping.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
                await worker.OpenAsync(patience.Token);
            }
            finally
            {
                _startSlots.Release();
            }
        }
        catch (Exception e) when (e is WorkerStartException or OperationCanceledException)
        {
            StartFailed(worker, e as WorkerStartException);
            return;
        }

        bool isWanted;
        lock (_gate)
        {
            isWanted = _state != PoolState.Disposed;
            if (isWanted)
                TakeIn_NeedsLock(worker);
        }

        if (!isWanted)
            worker.Kill();
        _loops.Start(worker.ReadAsync);
    }

    private void TakeIn_NeedsLock(PooledWorker worker)
    {
        _backoff.Succeeded();
        _counters = _counters with { Starts = _counters.Starts + 1, Restarts = _counters.Restarts + (worker.IsReplacement ? 1 : 0) };
        Move_NeedsLock(worker, WorkerState.Ready, TransitionReason.InitComplete);
        if (worker.IsReplacement && _events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.WorkerRestarted(worker.Id));
        AddIdle_NeedsLock(worker);
        Dispatch_NeedsLock();
        if (_state == PoolState.Starting && ReadyWorkers_NeedsLock() >= _options.Size)
            Run_NeedsLock();
        SignalReadiness_NeedsLock();
    }

    private void StartFailed(PooledWorker worker, WorkerStartException? error)
    {
        TimeSpan delay;
        lock (_gate)
        {
            _workers.Remove(worker);
            if (error is null || _state == PoolState.Disposed)
            {
                Move_NeedsLock(worker, WorkerState.Terminated, TransitionReason.Shutdown);
                return;
            }

            Move_NeedsLock(worker, WorkerState.Terminated, TransitionReason.StartFailed, error.Message);

            _counters = _counters with { StartFailures = _counters.StartFailures + 1 };
            if (worker.IsReplacement)
                _replacementsDue++;
            if (_state == PoolState.Starting)
            {
                _startup.TrySetException(error);
                return;
            }

            if (!_restarts.Tolerates())
            {
                Fail_NeedsLock(error);
                return;
            }

            // Nobody is left to serve the waiters, and the next start may fail like this one: they are told why now.
            if (LiveWorkers_NeedsLock() == 0)
                RefuseWaiters_NeedsLock(_queue, error.For);
            delay = _backoff.Failed();
            _nextStart?.Dispose();
            _nextStart = _time.CreateTimer(static pool => ((SessionPool)pool!).StartAgain(), this, delay, Timeout.InfiniteTimeSpan);
        }

        Log.WorkerStartFailed(_logger, Name, worker.Id, delay, error);
    }

    private void StartAgain()
    {
        lock (_gate)
        {
            _nextStart?.Dispose();
            _nextStart = null;
            EnsureWorkers_NeedsLock();
        }
    }

    // Takes a worker out of service at once: it can never be handed out again, and its replacement starts.
    private void Condemn(PooledWorker worker, TransitionReason reason)
    {
        lock (_gate)
            Lose_NeedsLock(worker, reason, null);
        worker.Kill();
    }

    void IWorkerOwner.WorkerLost(PooledWorker worker, TransitionReason reason, string detail)
    {
        bool noticedFirst;
        lock (_gate)
            noticedFirst = Lose_NeedsLock(worker, reason, detail);
        if (noticedFirst)
            _log.Add(() => Log.WorkerLost(_logger, Name, worker.Id, worker.ProcessId, reason, detail));
    }

    private bool Lose_NeedsLock(PooledWorker worker, TransitionReason reason, string? detail)
    {
        if (worker.State is not (WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded))
            return false;
        if (worker.IdleNode.List is not null)
            _idle.Remove(worker.IdleNode);
        Move_NeedsLock(worker, WorkerState.Terminating, reason, detail);
        _counters = _counters with { Losses = _counters.Losses + 1 };

        // A timeout or a caller's cancel says little about the worker's program; a crash or nonsense does.
        var countsAsFailure = reason is TransitionReason.Crash or TransitionReason.ProtocolViolation;
        if (countsAsFailure && !_restarts.Tolerates())
        {
            Fail_NeedsLock(null);
            return true;
        }

        if (LiveWorkers_NeedsLock() < _options.Size)
            _replacementsDue++;
        ReleaseHomebound_NeedsLock(worker);
        EnsureWorkers_NeedsLock();
        Dispatch_NeedsLock();
        return true;
    }

    // Who waited for this very worker now takes any; its session's history is replayed, or is lost and said to be.
    private void ReleaseHomebound_NeedsLock(PooledWorker worker)
    {
        if (!_homebound.Remove(worker, out var queue))
            return;
        while (queue.TakeFirst() is { } waiter)
        {
            _queue.Add(waiter);
        }
    }

    // Retiring such a worker would lose a session that cannot be restored.
    private bool IsOnlyHomeOfASession_NeedsLock(PooledWorker worker) =>
        _sessions.Values.Any(session => session.Worker == worker && session.Journal.Gap is not null);

    void IWorkerOwner.WorkerEnded(PooledWorker worker, WorkerExit exit)
    {
        lock (_gate)
        {
            // Initializing: the pool was disposed at the moment when the worker had become ready.
            var reason = worker.State == WorkerState.Initializing ? TransitionReason.Shutdown : TransitionReason.Exited;
            Move_NeedsLock(worker, WorkerState.Terminated, reason, exit.ToString(), exit.Status);
            _workers.Remove(worker);
            _homebound.Remove(worker);
            foreach (var id in worker.Residences.Keys)
            {
                if (_sessions.TryGetValue(id, out var session) && session.Home?.Worker == worker)
                    session.Home = null;
            }

            worker.Residences.Clear();
        }
    }

    // Too many losses: the pool refuses its callers rather than going on for ever.
    private void Fail_NeedsLock(PoolException? last)
    {
        if (_state is PoolState.Failed or PoolState.Disposed)
            return;
        _state = PoolState.Failed;
        _failure = new PoolFailedException(new PoolErrorContext(Name) { Attempts = 0 }, _restarts.Count, _options.RestartWindow, last);
        var failures = _restarts.Count;
        _log.Add(() => Log.PoolFailed(_logger, Name, failures, _options.RestartWindow, last));
        _startup.TrySetException(_failure);
        RefuseAllWaiters_NeedsLock(Failure);
        SignalReadiness_NeedsLock();
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.PoolMoved(PoolState.Failed));
    }

    private PoolFailedException Failure(PoolErrorContext context) => new(
        context, _restarts.Count, _options.RestartWindow, _failure?.InnerException as PoolException);

    // An overflow worker goes when it has been idle for long enough while there are more than Size.
    private void ScheduleRetirement_NeedsLock() => ScheduleRetirement_NeedsLock(_options.OverflowIdleTimeout);

    private void ScheduleRetirement_NeedsLock(TimeSpan due)
    {
        if (_retirement is not null || _idle.Count == 0 || LiveWorkers_NeedsLock() <= TargetWorkers)
            return;
        _retirement = _time.CreateTimer(
            static pool => ((SessionPool)pool!).RetireIdle(), this, due, Timeout.InfiniteTimeSpan);
    }

    private int TargetWorkers => _options.Size;

    private void RetireIdle()
    {
        lock (_gate)
        {
            _retirement?.Dispose();
            _retirement = null;
            var now = _time.GetTimestamp();
            var longest = _idle.Last;
            while (_state == PoolState.Running && LiveWorkers_NeedsLock() > TargetWorkers && longest is not null
                && _time.GetElapsedTime(longest.Value.IdleSince, now) >= _options.OverflowIdleTimeout)
            {
                var (worker, next) = (longest.Value, longest.Previous);
                if (!IsOnlyHomeOfASession_NeedsLock(worker))
                {
                    _idle.Remove(longest);
                    Move_NeedsLock(worker, WorkerState.Terminating, TransitionReason.Shutdown);
                    _loops.Start(() => worker.StopAsync(_options.ShutdownGrace));
                }

                longest = next;
            }

            // Some must stay for their sessions' sake: looking again at once would not end.
            if (_state == PoolState.Running)
                ScheduleRetirement_NeedsLock(_options.OverflowIdleTimeout > RetirementInterval ? _options.OverflowIdleTimeout : RetirementInterval);
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
            _nextStart?.Dispose();
            _retirement?.Dispose();
            _expiry?.Dispose();
            _leakCheck?.Dispose();
            RefuseAllWaiters_NeedsLock(context => new PoolDisposedException(context));
            SignalReadiness_NeedsLock();
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
            _breaker.StateChanged -= CircuitMoved;
            lock (_gate)
                _events.End_NeedsLock();
        }
        finally
        {
            disposed.SetResult();
        }
    }
}
