using System.Runtime.CompilerServices;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>What can be seen of the pool: observed facts, never configuration echoed back.</content>
public sealed partial class SessionPool
{
    private readonly List<PoolObservation> _observations = [];
    private readonly List<ReadinessWaiter> _readinessWaiters = [];

    private PoolCounters Counters_NeedsLock =>
        _counters with { Checkouts = _checkouts, Checkins = _checkins, Successes = _successes };

    /// <summary>A consistent snapshot of what the pool observed.</summary>
    public PoolStats GetStats()
    {
        lock (_gate)
        {
            return new PoolStats
            {
                Name = Name,
                State = _state,
                OrphanGuard = _adapter.OrphanGuard,
                Size = _size,
                Initializing = CountOf(WorkerState.Initializing),
                Ready = CountOf(WorkerState.Ready),
                Busy = CountOf(WorkerState.Busy),
                Degraded = CountOf(WorkerState.Degraded),
                Terminating = CountOf(WorkerState.Terminating),
                QueueDepth = _waiting,
                Sessions = _sessions.Count,
                Counters = Counters_NeedsLock,
                Recycles = _recycles.Read(),
                Workers = _workers.ConvertAll(worker => new WorkerStats(
                    worker.Id, worker.State, worker.ProcessId, worker.StartedAt, [.. worker.Residences.Keys], worker.Answered, worker.Description)),
            };
        }
    }

    /// <summary>Worker that served the session last, if it is still there; null when there is none.</summary>
    /// <param name="sessionId">The session.</param>
    public WorkerStats? FindSessionWorker(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        string? id;
        lock (_gate)
            id = _sessions.GetValueOrDefault(sessionId)?.Worker?.Id;
        return id is null ? null : GetStats().Workers.FirstOrDefault(worker => worker.WorkerId == id);
    }

    /// <summary>The latest moves of a worker from state to state, oldest first; at most 32.</summary>
    /// <param name="workerId">The worker: one that the pool has, or one of the last 32 that ended.</param>
    /// <returns>Empty when the pool does not know the worker.</returns>
    public IReadOnlyList<WorkerTransition> GetWorkerHistory(string workerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(workerId);
        lock (_gate)
        {
            var machine = _workers.Find(worker => worker.Id == workerId)?.Machine
                ?? _ended.FirstOrDefault(ended => ended.Id == workerId).Machine;
            return machine?.ReadHistory() ?? [];
        }
    }

    /// <summary>Counts from now on, exactly, until the observation is disposed.</summary>
    public PoolObservation BeginObservation()
    {
        lock (_gate)
        {
            var observation = new PoolObservation(this, Counters_NeedsLock, _waiting);
            _observations.Add(observation);
            return observation;
        }
    }

    /// <summary>Waits until enough workers are ready or busy.</summary>
    /// <param name="workers">How many; at least 1.</param>
    /// <param name="timeout">Longest wait; above zero.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">Not enough workers within <paramref name="timeout"/>; the message says what there is.</exception>
    /// <exception cref="PoolException">The pool has failed or is disposed.</exception>
    public ValueTask WaitUntilReadyAsync(int workers, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        using (SynchronizationContextScope.LeaveCallers())
            return WaitUntilReadyCoreAsync(workers, timeout, cancellationToken);
    }

    /// <summary>Events from now on. At most 1024 wait for a reader; one that is slower is told how many it missed.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Events until the pool is disposed. The subscription is made when this method returns.</returns>
    public IAsyncEnumerable<PoolEvent> ObserveAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var events = _events.Subscribe_NeedsLock();
            return new DetachedEnumerable<PoolEvent>(ReadEventsAsync(events, cancellationToken));
        }
    }

    /// <summary>Keeps the last events from now on, until the pool ends; they can be read for ever.</summary>
    /// <param name="capacity">How many; at least 1.</param>
    internal PoolEventTail TailEvents(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        lock (_gate)
            return _events.Tail_NeedsLock(capacity);
    }

    /// <summary>The end of the error output of each worker that wrote any: of those there are, and of the last 32 that ended.</summary>
    internal IReadOnlyList<WorkerErrorOutput> GetErrorOutputs()
    {
        List<WorkerErrorOutput> outputs;
        PooledWorker[] workers;
        lock (_gate)
        {
            outputs = [.. _ended.Where(ended => ended.Errors.Length > 0).Select(ended => new WorkerErrorOutput(ended.Id, ended.Errors))];
            workers = [.. _workers];
        }

        foreach (var worker in workers)
        {
            if (worker.ErrorOutputTail is { Length: > 0 } text)
                outputs.Add(new WorkerErrorOutput(worker.Id, text));
        }

        return outputs;
    }

    /// <summary>Ids of the workers whose history can be asked for, oldest first: the last 32 that ended, and those there are.</summary>
    internal IReadOnlyList<string> GetKnownWorkers()
    {
        lock (_gate)
            return [.. _ended.Select(ended => ended.Id), .. _workers.Select(worker => worker.Id)];
    }

    internal PoolCounters ReadCounters(PoolObservation observation)
    {
        lock (_gate)
            return observation.End ?? Counters_NeedsLock;
    }

    internal int ReadMaxQueueDepth(PoolObservation observation)
    {
        lock (_gate)
            return observation.MaxQueueDepthSeen;
    }

    internal void EndObservation(PoolObservation observation)
    {
        lock (_gate)
        {
            observation.End ??= Counters_NeedsLock;
            _observations.Remove(observation);
        }
    }

    private async IAsyncEnumerable<PoolEvent> ReadEventsAsync(
        System.Threading.Channels.ChannelReader<PoolEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await events.WaitToReadAsync(cancellationToken))
            {
                while (events.TryRead(out var happened))
                    yield return happened;
            }
        }
        finally
        {
            lock (_gate)
                _events.Unsubscribe_NeedsLock(events);
        }
    }

    private async ValueTask WaitUntilReadyCoreAsync(int workers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ReadinessWaiter waiter;
        lock (_gate)
        {
            ThrowUnlessRunning_NeedsLock(new PoolErrorContext(Name) { Attempts = 0 });
            if (ReadyWorkers_NeedsLock() >= workers)
                return;
            waiter = new ReadinessWaiter(workers);
            _readinessWaiters.Add(waiter);
        }

        try
        {
            await waiter.Reached.WaitAsync(timeout, _time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            var now = GetStats();
            throw new TimeoutException(FormattableString.Invariant(
                $"Pool '{Name}' did not have {workers} ready workers within {timeout}: {now.Ready} are ready, {now.Busy} busy, {now.Initializing} starting; {now.Counters.StartFailures} starts failed. Wait longer, or see the log for why workers do not start."), e);
        }
        finally
        {
            lock (_gate)
                _readinessWaiters.Remove(waiter);
        }
    }

    private int ReadyWorkers_NeedsLock() => CountOf(WorkerState.Ready) + CountOf(WorkerState.Busy);

    private void SignalReadiness_NeedsLock()
    {
        var ready = ReadyWorkers_NeedsLock();
        SignalResizing_NeedsLock(ready);
        if (_state is PoolState.Failed)
            RefuseResizing_NeedsLock(Failure);
        else if (_state is PoolState.Draining)
            RefuseResizing_NeedsLock(context => new PoolDrainingException(context));
        else if (_state is PoolState.Disposed)
            RefuseResizing_NeedsLock(context => new PoolDisposedException(context));
        foreach (var waiter in _readinessWaiters)
        {
            if (_state == PoolState.Failed)
                waiter.Refuse(Failure(new PoolErrorContext(Name) { Attempts = 0 }));
            else if (_state == PoolState.Disposed)
                waiter.Refuse(new PoolDisposedException(new PoolErrorContext(Name) { Attempts = 0 }));
            else if (_state == PoolState.Draining)
                waiter.Refuse(new PoolDrainingException(new PoolErrorContext(Name) { Attempts = 0 }));
            else if (ready >= waiter.Workers)
                waiter.Reach();
        }
    }

    private void ObserveQueueDepth_NeedsLock()
    {
        foreach (var observation in _observations)
            observation.MaxQueueDepthSeen = Math.Max(observation.MaxQueueDepthSeen, _waiting);
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.WaiterQueued(_waiting));
    }

    private void Move_NeedsLock(PooledWorker worker, WorkerState to, TransitionReason reason, string? detail = null, int? exitStatus = null) =>
        Move_NeedsLock(worker, to, reason, _time.GetTimestamp(), detail, exitStatus);

    private void Move_NeedsLock(
        PooledWorker worker, WorkerState to, TransitionReason reason, long at, string? detail = null, int? exitStatus = null)
    {
        ref readonly var move = ref worker.Machine.Move(to, reason, at);
        _byState[(int)move.From]--;
        _byState[(int)to]++;
        Count_NeedsLock(in move);
        if (to is not WorkerState.Busy and not WorkerState.Ready && _logger.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Debug))
            LogMove(worker.Id, move);
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.WorkerMoved(worker.Id, move.From, to, reason, worker.ProcessId, detail) { ExitStatus = exitStatus });
    }

    // Null would be shown as nothing at all.
    private static object Shown(int? processId) => (object?)processId ?? "unknown";

    // Apart from the above, whose closure every call would pay for.
    private void LogMove(string workerId, WorkerMove move) =>
        _log.Add(() => Log.WorkerMoved(_logger, Name, workerId, move.From, move.To, move.Reason));

    private void CircuitMoved(object? sender, CircuitStateChangedEventArgs change)
    {
        lock (_gate)
        {
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.CircuitMoved(change.From, change.To));
        }
    }

    private void RefuseAllWaiters_NeedsLock(Func<PoolErrorContext, PoolException> error) =>
        RefuseWaiters_NeedsLock([_queue, .. _homebound.Values, .. _sessions.Values.Select(session => session.Turn)], error);

    private void RefuseQueue_NeedsLock(Func<PoolErrorContext, PoolException> error) => RefuseWaiters_NeedsLock([_queue], error);

    private void RefuseWaiters_NeedsLock(IReadOnlyList<WaiterQueue> queues, Func<PoolErrorContext, PoolException> error)
    {
        var leases = new List<LeaseRequest>();
        foreach (var queue in queues)
        {
            while (queue.First is { } waiter)
            {
                LeaveQueue_NeedsLock(waiter);
                waiter.Refuse(error(waiter.Context));
                if (waiter is LeaseRequest request)
                    leases.Add(request);
            }
        }

        // Not before all are out: whoever gets a turn now waits on. A call passes its own on when it ends.
        foreach (var request in leases)
            GiveUp_NeedsLock(request);
    }
}
