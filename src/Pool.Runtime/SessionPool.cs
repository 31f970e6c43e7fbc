using Microsoft.Extensions.Logging;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <summary>
/// A pool of workers that keeps a session with its worker, replaces workers that fail, and brings a session's state to
/// another worker when its own is lost.
/// </summary>
/// <remarks>
/// Thread-safe. A session's commands run one at a time in the order of the calls; different sessions run side by side.
/// A caller's code never runs on a thread that reads for a worker, and the pool never posts to a caller's
/// synchronization context, so that blocking on a result cannot deadlock.
/// </remarks>
public sealed partial class SessionPool : IAsyncDisposable
{
    // Guards every field below that is not readonly, every worker's state and every session's turn. Held for a few
    // dozen instructions; nothing is awaited and no code of others runs under it.
    private readonly Lock _gate = new();

    private readonly PoolOptions _options;
    private readonly WorkerAdapter _adapter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CircuitBreaker _breaker;
    private readonly ErrorOrchestrator _orchestrator;
    private readonly RetryExecutor _retry;
    private readonly BackgroundLoops _loops;

    // What serves a worker's channel may hang on code that is not ours. Nobody waits for these but the end of the
    // worker that they belong to, and that wait is bounded.
    private readonly BackgroundLoops _channelLoops;
    private readonly LogQueue _log;
    private readonly PayloadSerializer _serializer;
    private readonly PoolEventHub _events;
    private readonly CancellationTokenSource _stopping = new();

    // Every worker whose end has not been observed, oldest first.
    private readonly List<PooledWorker> _workers = [];

    // The Ready ones, last used first. Between two holders of the lock never non-empty while a waiter is in _queue.
    private readonly LinkedList<PooledWorker> _idle = new();

    // Callers that wait for any worker; for the one worker that has their session's long history, by its id; and for
    // their session's turn, in that session's own queue. _waiting counts them all, and MaxQueue bounds it.
    private readonly WaiterQueue _queue = new();
    private readonly Dictionary<string, WaiterQueue> _homebound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionState> _sessions = new(StringComparer.Ordinal);
    private int _waiting;
    private long _lastTicket;
    private PoolState _state = PoolState.Starting;
    private PoolFailedException? _failure;
    private PoolCounters _counters;

    private SessionPool(PoolOptions options, WorkerAdapter adapter, SessionPoolServices services)
    {
        _options = options;
        _adapter = adapter;
        _time = services.Time;
        _logger = services.LoggerFactory.CreateLogger<SessionPool>();
        var random = services.Seed is { } seed ? new Random(seed) : new Random(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
        _breaker = services.CircuitBreaker ?? new CircuitBreaker(new CircuitBreakerOptions(), _time, options.Name);
        _orchestrator = services.ErrorOrchestrator ?? new ErrorOrchestrator(new ErrorOrchestratorOptions(), _time, random.Next());
        _retry = new RetryExecutor(_orchestrator, _time, _breaker);
        _loops = new BackgroundLoops(_logger, options.Name);
        _channelLoops = new BackgroundLoops(_logger, options.Name);
        _log = new LogQueue(_loops.Start);
        _limits = new FrameLimits { MaxFrameBytes = options.MaxFrameBytes };
        _serializer = new PayloadSerializer(_limits);
        _events = new PoolEventHub(_time);
        _startSlots = new SemaphoreSlim(options.MaxConcurrentStarts);
        _restarts = new RestartIntensity(options.EffectiveMaxRestarts, options.RestartWindow, _time);
        _backoff = new StartBackoff(options.RestartBackoff, options.MaxRestartBackoff, random.Next());
        _breaker.StateChanged += CircuitMoved;
    }

    /// <summary>Name of the pool, as in its options.</summary>
    public string Name => _options.Name;

    /// <summary>Starts a pool with services of its own.</summary>
    /// <inheritdoc cref="StartAsync(PoolOptions, WorkerAdapter, SessionPoolServices, CancellationToken)"/>
    public static ValueTask<SessionPool> StartAsync(
        PoolOptions options, WorkerAdapter adapter, CancellationToken cancellationToken = default) =>
        StartAsync(options, adapter, new SessionPoolServices(), cancellationToken);

    /// <summary>Starts a pool. Unless the options say lazy, it has <see cref="PoolOptions.Size"/> ready workers when this returns.</summary>
    /// <param name="options">Sizes, times and bounds.</param>
    /// <param name="adapter">How workers are started.</param>
    /// <param name="services">Clock, log, breaker, orchestrator and seed.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <exception cref="PoolOptionsException">Options are out of range; all of them are listed.</exception>
    /// <exception cref="WorkerStartException">A worker did not start; the message holds the worker's own error.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ValueTask<SessionPool> StartAsync(
        PoolOptions options, WorkerAdapter adapter, SessionPoolServices services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(services);
        using (SynchronizationContextScope.LeaveCallers())
            return StartCoreAsync(new SessionPool(options.Validated(), adapter, services), cancellationToken);
    }

    /// <summary>Runs a command in a session: on the session's worker, with the session's state.</summary>
    /// <param name="sessionId">The session; begun by its first call. 1 to 256 characters.</param>
    /// <param name="command">Name of the command.</param>
    /// <param name="args">Arguments: anything that can be written as JSON; byte arrays travel as binary. Null for none.</param>
    /// <param name="options">Deadline and attempts of this call. Null for the pool's own.</param>
    /// <param name="cancellationToken">Releases the caller at once; a worker that was busy with the command is replaced.</param>
    /// <exception cref="PoolException">The call failed; the type says how, and whether trying again makes sense.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<CommandResult> ExecuteAsync(
        string sessionId, string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sessionId.Length, 256);
        using (SynchronizationContextScope.LeaveCallers())
            return ExecuteCoreAsync(sessionId, command, args, options, cancellationToken);
    }

    /// <summary>Runs a command in a session and reads its answer as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>
    /// <typeparam name="T">What the answer is read as; its binary members are byte arrays or <c>ReadOnlyMemory&lt;byte&gt;</c>.</typeparam>
    /// <exception cref="InvalidCastException">The answer cannot be read as <typeparamref name="T"/>; the command ran.</exception>
    public ValueTask<T?> ExecuteAsync<T>(
        string sessionId, string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return ReadAsync<T>(ExecuteAsync(sessionId, command, args, options, cancellationToken));
    }

    /// <summary>Runs a command on any worker, without a session.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>
    public ValueTask<CommandResult> ExecuteAnonymousAsync(
        string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return ExecuteCoreAsync(null, command, args, options, cancellationToken);
    }

    /// <summary>Forgets a session: its state in every worker, its journal and its worker. Waits for its calls to end.</summary>
    /// <param name="sessionId">The session; one that does not exist is forgotten already.</param>
    /// <param name="cancellationToken">Gives up waiting for the session's calls; the session then lives on.</param>
    /// <exception cref="PoolException">The session's calls did not end in time, or the pool takes no more calls.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        using (SynchronizationContextScope.LeaveCallers())
            return EndSessionCoreAsync(sessionId, cancellationToken);
    }

    /// <summary>
    /// Stops the pool: waiting calls are refused, running ones are cut off, idle workers end in good order, others are
    /// killed. Returns when the end of every worker was observed. Idempotent.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        using (SynchronizationContextScope.LeaveCallers())
            return new ValueTask(DisposeCoreAsync());
    }

    // --- Checkout and checkin -------------------------------------------------------------------------------------

    // A session's turn comes before its worker and outlasts retries, so that a session's later call never overtakes an
    // earlier one. Whoever waits for both waits once: the turn moves it from its session's queue to the pool's.
    private ValueTask<PooledWorker?> CheckoutAsync(Call call)
    {
        Waiter waiter;
        lock (_gate)
        {
            Arrive_NeedsLock(call);
            if (!TryTakeTurn_NeedsLock(call))
            {
                waiter = Enqueue_NeedsLock(call, call.Session!.Turn);
            }
            else
            {
                // Whoever waits came first: an idle worker and a waiter who could have it never exist together.
                var queue = QueueFor_NeedsLock(call);
                if (queue.Count == 0 && TakeIdle_NeedsLock(call) is { } idle)
                    return new ValueTask<PooledWorker?>(idle);
                waiter = Enqueue_NeedsLock(call, queue);
                EnsureWorkers_NeedsLock();
            }
        }

        return WaitAsync(waiter, call);
    }

    private void Arrive_NeedsLock(Call call)
    {
        ThrowUnlessRunning_NeedsLock(call.Context);
        if (call.Ticket == 0)
            call.Ticket = ++_lastTicket;
        // One that tries again without its turn may find that its session has ended and begun anew.
        if (call.SessionId is not { } id || call.HasTurn)
            return;
        if (!_sessions.TryGetValue(id, out var session))
            _sessions.Add(id, session = new SessionState(id, _options.MaxJournalEntries, _options.MaxJournalBytes));
        call.Session = session;
    }

    private static bool TryTakeTurn_NeedsLock(Call call)
    {
        if (call.Session is not { } session || call.HasTurn)
            return true;
        if (session.TurnTaken)
            return false;
        session.TurnTaken = true;
        call.HasTurn = true;
        return true;
    }

    private void PassTurn(Call call)
    {
        lock (_gate)
        {
            PassTurn_NeedsLock(call);
            Dispatch_NeedsLock();
        }
    }

    // The next caller waits for a worker from here on, at the place of its arrival. Dispatching is left to the caller.
    private void PassTurn_NeedsLock(Call call)
    {
        if (!call.HasTurn)
            return;
        call.HasTurn = false;
        var session = call.Session!;
        session.TurnTaken = false;
        if (session.Turn.TakeFirst() is not { } next)
            return;
        session.TurnTaken = true;
        next.Call.HasTurn = true;
        if (next.Call.NeedsNoWorker)
        {
            _waiting--;
            next.Grant(null);
            return;
        }

        next.Queue = QueueFor_NeedsLock(next.Call);
        if (next.Queue != _queue && TakeIdle_NeedsLock(next.Call) is { } own)
        {
            _waiting--;
            next.Grant(own);
            return;
        }

        next.Queue.Add(next);
        EnsureWorkers_NeedsLock();
    }

    // The queue of the session's own worker when moving would cost a long replay, or the session; else everybody's.
    private WaiterQueue QueueFor_NeedsLock(Call call)
    {
        if (call.Session is not { WorkerId: { } home } session || session.MayMove(_options.MaxReplayToMove) || !IsLive_NeedsLock(home))
            return _queue;
        if (!_homebound.TryGetValue(home, out var queue))
            _homebound.Add(home, queue = new WaiterQueue());
        return queue;
    }

    private bool IsLive_NeedsLock(string workerId) => _workers.Exists(
        worker => worker.Id == workerId && worker.State is WorkerState.Ready or WorkerState.Busy or WorkerState.Degraded);

    private Waiter Enqueue_NeedsLock(Call call, WaiterQueue queue)
    {
        if (_waiting >= _options.MaxQueue)
            throw new PoolSaturatedException(call.Context, _options.MaxQueue, LiveWorkers_NeedsLock());
        var waiter = new Waiter(call, queue);
        queue.Add(waiter);
        _waiting++;
        ObserveQueueDepth_NeedsLock();
        return waiter;
    }

    private async ValueTask<PooledWorker?> WaitAsync(Waiter waiter, Call call)
    {
        var waitedFrom = _time.GetTimestamp();
        using var patience = new CancellationTokenSource(_options.QueueTimeout, _time);
        await using var onDeadline = call.Token.UnsafeRegister(CancelWaiter, (this, waiter));
        await using var onPatience = patience.Token.UnsafeRegister(CancelWaiter, (this, waiter));
        try
        {
            return await waiter.Granted;
        }
        catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
        {
            throw QueueTimeout(call, _time.GetElapsedTime(waitedFrom));
        }
        finally
        {
            call.QueueTime += _time.GetElapsedTime(waitedFrom);
        }
    }

    // A waiter that is still queued leaves the queue here, or is granted under the same lock: never both. So a caller
    // that gave up never takes a worker out of circulation and never gets one late.
    private static void CancelWaiter(object? state, CancellationToken token)
    {
        var (pool, waiter) = ((SessionPool, Waiter))state!;
        lock (pool._gate)
        {
            if (!waiter.Queue.Remove(waiter))
                return;
            pool._waiting--;
        }

        waiter.Cancel(token);
    }

    // Prefers the session's own worker, else the one used last, whose memory is warm.
    private PooledWorker? TakeIdle_NeedsLock(Call call)
    {
        if (_idle.First is not { } node)
            return null;
        var (home, avoid) = (call.Session?.WorkerId, call.AvoidWorkerId);
        if (QueueFor_NeedsLock(call) != _queue)
            return FindIdle_NeedsLock(worker => worker.Id == home) is { } own ? TakeIdle_NeedsLock(own, call) : null;
        if (home is not null && home != avoid && node.Value.Id != home)
            node = FindIdle_NeedsLock(worker => worker.Id == home) ?? node;
        if (node.Value.Id == avoid)
            node = FindIdle_NeedsLock(worker => worker.Id != avoid) ?? node;
        return TakeIdle_NeedsLock(node, call);
    }

    private PooledWorker TakeIdle_NeedsLock(LinkedListNode<PooledWorker> node, Call call)
    {
        _idle.Remove(node);
        return Checkout_NeedsLock(node.Value, call.Session);
    }

    private PooledWorker Checkout_NeedsLock(PooledWorker worker, SessionState? session)
    {
        if (session is not null)
            session.WorkerId = worker.Id;
        Move_NeedsLock(worker, WorkerState.Busy, TransitionReason.Checkout);
        _counters = _counters with { Checkouts = _counters.Checkouts + 1 };
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.CheckedOut(worker.Id, session?.Id));
        return worker;
    }

    private LinkedListNode<PooledWorker>? FindIdle_NeedsLock(Func<PooledWorker, bool> isWanted)
    {
        var node = _idle.First;
        while (node is not null && !isWanted(node.Value))
            node = node.Next;
        return node;
    }

    private void Checkin(PooledWorker worker, Call call, bool isLast)
    {
        lock (_gate)
        {
            _counters = _counters with { Checkins = _counters.Checkins + 1 };
            if (_events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.CheckedIn(worker.Id, call.SessionId));
            // One that was lost or condemned meanwhile is on its way out and never comes back.
            var comesBack = worker.State == WorkerState.Busy;
            if (comesBack)
                Move_NeedsLock(worker, WorkerState.Ready, TransitionReason.CheckinSuccess);

            // First the turn, then the worker, then the choice: the session's next call is in its queue, at its place,
            // when its worker comes free.
            if (isLast)
                PassTurn_NeedsLock(call);
            if (comesBack)
                AddIdle_NeedsLock(worker);
            Dispatch_NeedsLock();
        }
    }

    private void AddIdle_NeedsLock(PooledWorker worker)
    {
        worker.IdleSince = _time.GetTimestamp();
        if (_homebound.TryGetValue(worker.Id, out var queue) && queue.First is { } own && own.Ticket < (_queue.First?.Ticket ?? long.MaxValue))
        {
            // It arrived before all others, and only this worker will do.
            queue.Remove(own);
            _waiting--;
            own.Grant(Checkout_NeedsLock(worker, own.Call.Session));
            return;
        }

        _idle.AddFirst(worker.IdleNode);
    }

    private void Dispatch_NeedsLock()
    {
        while (_queue.First is { } first && TakeIdle_NeedsLock(first.Call) is { } worker)
        {
            _queue.Remove(first);
            _waiting--;
            first.Grant(worker);
        }

        ScheduleRetirement_NeedsLock();
    }

    private void ThrowUnlessRunning_NeedsLock(PoolErrorContext context)
    {
        if (_state == PoolState.Disposed)
            throw new PoolDisposedException(context);
        if (_state == PoolState.Failed)
            throw Failure(context);
    }

    private QueueTimeoutException QueueTimeout(Call call, TimeSpan waited)
    {
        lock (_gate)
        {
            var busy = _workers.Count(worker => worker.State == WorkerState.Busy);
            return new QueueTimeoutException(
                call.Context, waited, _options.QueueTimeout, _options.Size, _options.MaxOverflow, busy);
        }
    }
}
