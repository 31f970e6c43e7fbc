using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>The workers' lives: start, loss and replacement.</content>
public sealed partial class SessionPool : IWorkerOwner
{
    private const int RememberedWorkers = 32;

    private readonly FrameLimits _limits;
    private readonly SemaphoreSlim _startSlots;
    private readonly RestartIntensity _restarts;
    private readonly StartBackoff _backoff;

    // Completed when the first workers are ready, failed by the first that is not.
    private readonly TaskCompletionSource _startup = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<WarmUpRequest> _warmUp;
    private readonly Random _ageJitter;
    private long _lastWorkerId;

    // Workers that are being started, and those that are not on their way out, these included.
    private int _starting;
    private int _live;

    // The last that ended, for whoever asks what became of them.
    private readonly Queue<(string Id, WorkerStateMachine Machine, string Errors)> _ended = new();

    // Lost workers whose replacement has not been started.
    private int _replacementsDue;

    // While set, no worker is started: the last start failed a moment ago.
    private ITimer? _nextStart;

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
        BeginMaintenance_NeedsLock();
        _startup.TrySetResult();
    }

    // Keeps the pool's size (unless lazy or draining) and starts a worker for each waiter that none is being started for,
    // up to the overflow.
    private void EnsureWorkers_NeedsLock()
    {
        if (_state is not (PoolState.Starting or PoolState.Running or PoolState.Draining) || _isClosed || _nextStart is not null)
            return;
        var kept = _options.LazyStart || _state == PoolState.Draining ? 0 : _size;

        // One under a health check comes free in a moment, and an idle one is about to be handed over: no worker is
        // started for whoever gets that.
        while (_live < kept || (_live < _size + _options.MaxOverflow && _starting + _underCheck + _idle.Count < _queue.Count))
            StartWorker_NeedsLock();
    }

    private int CountOf(WorkerState state) => _byState[(int)state];

    private int LiveWorkers_NeedsLock() => _live;

    private void StartWorker_NeedsLock()
    {
        var isReplacement = _replacementsDue > 0;
        if (isReplacement)
            _replacementsDue--;
        var id = FormattableString.Invariant($"{Name}-w{++_lastWorkerId}");
        var start = new WorkerStart(Name, id, _limits, _time, _logger, _channelLoops.Start);
        var worker = new PooledWorker(start, _adapter, this, new WorkerLogRelay(_workerLogger, Name, id, _options, _time, _log.Add), isReplacement)
        {
            Upkeep = new WorkerUpkeep { Generation = _generation, StartedAt = _time.GetTimestamp(), Life = DrawLife_NeedsLock() },
        };
        _workers.Add(worker);
        _byState[(int)WorkerState.Initializing]++;
        _live++;
        _starting++;
        _loops.Start(() => OpenAsync(worker));
    }

    // Each worker's own, so that workers that were started together are not replaced together.
    private TimeSpan? DrawLife_NeedsLock() =>
        _options.MaxWorkerAge * (1 - (_options.MaxWorkerAgeJitter * _ageJitter.NextDouble()));

    private async Task OpenAsync(PooledWorker worker)
    {
        var began = _time.GetTimestamp();
        try
        {
            await _startSlots.WaitAsync(_stopping.Token);
            try
            {
                using var patience = new CancellationTokenSource(_options.StartTimeout, _time);
                await using var onStop = _stopping.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
                await worker.OpenAsync(_warmUp, patience.Token);
            }
            finally
            {
                _startSlots.Release();
            }
        }
        catch (Exception e) when (e is WorkerStartException or OperationCanceledException)
        {
            if (e is WorkerStartException)
                _metrics.StartEnded(_time.GetElapsedTime(began), isReady: false);
            StartFailed(worker, e as WorkerStartException);
            return;
        }

        _metrics.StartEnded(_time.GetElapsedTime(began), isReady: true);
        _metrics.Declare(worker.Commands.Keys);
        bool isWanted;
        lock (_gate)
        {
            isWanted = !_isClosed;
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
        ComeFree_NeedsLock(worker);
        Dispatch_NeedsLock();
        if (_state == PoolState.Starting && ReadyWorkers_NeedsLock() >= _size)
            Run_NeedsLock();
        if (_live > _size)
            _duties.Schedule(Duty.RetireIdle, RetirementDelay);
        SignalReadiness_NeedsLock();
    }

    private void StartFailed(PooledWorker worker, WorkerStartException? error)
    {
        TimeSpan delay;
        var errors = worker.ErrorOutputTail;
        lock (_gate)
        {
            Remove_NeedsLock(worker, errors);
            if (error is null || _isClosed)
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

            FailResizing_NeedsLock(error);
            if (!_restarts.Tolerates())
            {
                Fail_NeedsLock(error);
                return;
            }

            delay = _backoff.Failed();
            _nextStart?.Dispose();
            _nextStart = _time.SetTimer(static pool => ((SessionPool)pool!).StartAgain(), this, delay);

            // Nobody is left to serve the waiters, and the next start may fail like this one: they are told why now.
            if (LiveWorkers_NeedsLock() == 0)
                RefuseQueue_NeedsLock(error.For);
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
            _log.Add(() => Log.WorkerLost(_logger, Name, worker.Id, Shown(worker.ProcessId), reason, detail));
    }

    private bool Lose_NeedsLock(PooledWorker worker, TransitionReason reason, string? detail)
    {
        if (worker.State is not (WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded))
            return false;
        if (worker.IdleNode.List is not null)
            _idle.Remove(worker.IdleNode);
        EndCheck_NeedsLock(worker);
        Move_NeedsLock(worker, WorkerState.Terminating, reason, detail);
        _counters = _counters with { Losses = _counters.Losses + 1 };

        // A timeout or a caller's cancel says little about the worker's program; a crash or nonsense does.
        var countsAsFailure = reason is TransitionReason.Crash or TransitionReason.ProtocolViolation or TransitionReason.HealthCheckFailed or TransitionReason.MemoryLimit;
        if (countsAsFailure && !_restarts.Tolerates())
        {
            Fail_NeedsLock(null);
            return true;
        }

        if (_live < _size)
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

    void IWorkerOwner.WorkerEnded(PooledWorker worker, WorkerExit exit)
    {
        var errors = worker.ErrorOutputTail;
        lock (_gate)
        {
            // Initializing: the pool was disposed at the moment when the worker had become ready.
            var reason = worker.State == WorkerState.Initializing ? TransitionReason.Shutdown : TransitionReason.Exited;
            Move_NeedsLock(worker, WorkerState.Terminated, reason, exit.ToString(), exit.Status);
            Remove_NeedsLock(worker, errors);
        }
    }

    private void Remove_NeedsLock(PooledWorker worker, string errors)
    {
        _workers.Remove(worker);
        _homebound.Remove(worker);
        foreach (var id in worker.Residences.Keys)
        {
            if (_sessions.TryGetValue(id, out var session) && session.Home?.Worker == worker)
                session.Home = null;
        }

        worker.Residences.Clear();
        _ended.Enqueue((worker.Id, worker.Machine, errors));
        if (_ended.Count > RememberedWorkers)
            _ended.Dequeue();
        if (_workers.Count == 0)
            _workersGone?.TrySetResult();
    }

    // Kept up to date by every move, so that no call pays for counting the workers.
    private void Count_NeedsLock(in WorkerMove move)
    {
        if (move.From == WorkerState.Busy)
            _busyTicks += move.At - move.Since;
        if (move.From == WorkerState.Initializing)
            _starting--;
        if (move.To >= WorkerState.Terminating && move.From < WorkerState.Terminating)
        {
            _live--;
            if (_surplus > 0)
                _surplus--;
        }
    }

    // Too many losses: the pool refuses its callers rather than going on for ever.
    private void Fail_NeedsLock(PoolException? last)
    {
        if (_state is PoolState.Failed or PoolState.Disposed)
            return;
        _state = PoolState.Failed;
        _duties.Dispose();
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
}
