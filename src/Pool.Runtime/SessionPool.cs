using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;
using Pool.Runtime.Sessions;
using Pool.Runtime.Sizing;
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
    private readonly IAsyncDisposable? _adapterUse;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // What workers log, apart from what the pool says of them.
    private readonly ILogger _workerLogger;
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
    private readonly Quarantine _quarantine;
    private readonly CancellationTokenSource _stopping = new();

    // Every worker whose end has not been observed, oldest first.
    private readonly List<PooledWorker> _workers = [];

    // The Ready ones, in the order in which they became so. Between two holders of the lock never non-empty while a waiter is in _queue.
    private readonly LinkedList<PooledWorker> _idle = new();

    // How many workers are in each state.
    private readonly int[] _byState = new int[Enum.GetValues<WorkerState>().Length];

    // Callers that wait for any worker; for the one worker that their session is bound to; and for their session's turn,
    // in that session's own queue. _waiting counts them all, and MaxQueue bounds it. None in _homebound is empty.
    private readonly WaiterQueue _queue;
    private readonly Dictionary<PooledWorker, WaiterQueue> _homebound = [];
    private readonly Dictionary<string, SessionState> _sessions = new(StringComparer.Ordinal);
    private int _waiting;
    private long _lastTicket;
    private PoolState _state = PoolState.Starting;
    private PoolFailedException? _failure;
    private PoolCounters _counters;

    // Counted apart from the rest, since every call counts them.
    private long _checkouts;
    private long _checkins;
    private long _successes;

    private SessionPool(PoolOptions options, WorkerAdapter adapter, SessionPoolServices services)
    {
        _options = options;
        _adapter = adapter;
        _time = services.Time;
        _logger = services.LoggerFactory.CreateLogger<SessionPool>();
        _workerLogger = services.LoggerFactory.CreateLogger("Pool.Runtime.Worker");
        var random = services.Seed is { } seed ? new Random(seed) : new Random(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
        _breaker = services.CircuitBreaker ?? new CircuitBreaker(new CircuitBreakerOptions(), _time, options.Name);
        _orchestrator = services.ErrorOrchestrator ?? new ErrorOrchestrator(new ErrorOrchestratorOptions(), _time, random.Next());
        _retry = new RetryExecutor(_orchestrator, _time, _breaker);
        _loops = new BackgroundLoops(_logger, options.Name);
        _channelLoops = new BackgroundLoops(_logger, options.Name);
        _log = new LogQueue(_loops.Start);
        _limits = new FrameLimits { MaxFrameBytes = options.MaxFrameBytes };
        _serializer = new PayloadSerializer(_limits, naming: NamingPolicyOf(options.MemberNaming));
        _events = new PoolEventHub(_time);
        _quarantine = new Quarantine(options.MaxKillsPerCommand, options.QuarantineTime, _time);
        _startSlots = new SemaphoreSlim(options.MaxConcurrentStarts);
        _restarts = new RestartIntensity(options.RestartWindow, _time) { Most = options.MaxRestartsFor(options.Size) };
        _backoff = new StartBackoff(options.RestartBackoff, options.MaxRestartBackoff, random.Next());
        _size = options.Size;
        _ageJitter = new Random(random.Next());
        _duties = new DutyRoster(_time, DoWhatIsDue);
        _recency = options.SessionTimeToLive is { } timeToLive ? new SessionRecency(_time, timeToLive) : null;
        _queueMeter = options.Sizing is null ? null : new QueueMeter(_time);
        _queue = new WaiterQueue(_queueMeter);
        _warmUp = [.. options.WarmUp.Select(command => new WarmUpRequest(command.Command, Encode(command.Args, null, command.Command)))];
        _breaker.StateChanged += CircuitMoved;
        _tracing = new PoolTracing(options.Name);
        _adapterUse = adapter.Use();
        // Last: whoever collects may read the pool from here on.
        _metrics = new PoolMetrics(services.MeterFactory, options.Name, ReadForMetrics);
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
    /// <exception cref="ArgumentsNotSerializableException">The arguments of a warm-up command cannot be written as JSON.</exception>
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
    /// <param name="sessionId">The session; begun by its first call. 1 to 256 characters, none of them half a surrogate pair.</param>
    /// <param name="command">Name of the command.</param>
    /// <param name="args">Arguments: anything that can be written as JSON; byte arrays travel as binary. Null for none.</param>
    /// <param name="options">Deadline and attempts of this call. Null for the pool's own.</param>
    /// <param name="cancellationToken">Releases the caller at once; a worker that was busy with the command is replaced.</param>
    /// <exception cref="PoolException">The call failed; the type says how, and whether trying again makes sense.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<CommandResult> ExecuteAsync(
        string sessionId, string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        SessionIdRule.Require(sessionId);
        using (SynchronizationContextScope.LeaveCallers())
            return ExecuteCoreAsync(sessionId, command, args, options, null, cancellationToken);
    }

    /// <summary>Runs a command in a session and reads its answer as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>
    /// <typeparam name="T">What the answer is read as, names in any case; its binary members are byte arrays or <c>ReadOnlyMemory&lt;byte&gt;</c>.</typeparam>
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
            return ExecuteCoreAsync(null, command, args, options, null, cancellationToken);
    }

    /// <summary>
    /// Runs several commands in a session, written ahead of each other's answers: much faster than one call each, at the
    /// cost of retries. They run in order, on one worker, within one deadline.
    /// </summary>
    /// <param name="sessionId">The session; begun by its first call. 1 to 256 characters, none of them half a surrogate pair.</param>
    /// <param name="commands">The commands, in order.</param>
    /// <param name="options">Deadline of the whole batch. Null for the pool's own.</param>
    /// <param name="cancellationToken">Releases the caller at once.</param>
    /// <returns>
    /// One outcome per command, in order. A command's own error does not stop the next; after the worker is lost or the
    /// deadline has passed, what is left fails, and none of it runs on another worker.
    /// </returns>
    /// <exception cref="PoolException">No command was sent.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<IReadOnlyList<CommandOutcome>> ExecuteBatchAsync(
        string sessionId, IReadOnlyList<BatchCommand> commands, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        SessionIdRule.Require(sessionId);
        ArgumentNullException.ThrowIfNull(commands);
        using (SynchronizationContextScope.LeaveCallers())
            return ExecuteBatchCoreAsync(sessionId, commands, options, cancellationToken);
    }

    /// <summary>
    /// Runs a command in a session and reads its answer in chunks, as they come. The worker is at most
    /// <see cref="ExecuteOptions.StreamWindow"/> chunks ahead of the reader. Leaving the loop cancels the command.
    /// </summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>
    /// <returns>The chunks, and what the command returns behind them. Reading begins the call; its errors come from reading. Nothing is retried once a chunk has come.</returns>
    public StreamedCommand<JsonElement> StreamAsync(
        string sessionId, string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        SessionIdRule.Require(sessionId);
        return Stream(sessionId, command, args, options, ReadChunk, cancellationToken);
    }

    /// <summary>As <see cref="StreamAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>, each chunk read as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="StreamAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>
    /// <typeparam name="T">What a chunk is read as; its binary members are byte arrays or <c>ReadOnlyMemory&lt;byte&gt;</c>.</typeparam>
    /// <exception cref="InvalidCastException">A chunk cannot be read as <typeparamref name="T"/>.</exception>
    public StreamedCommand<T?> StreamAsync<T>(
        string sessionId, string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        SessionIdRule.Require(sessionId);
        return Stream(sessionId, command, args, options, ReadChunk<T>, cancellationToken);
    }

    /// <summary>
    /// Takes a worker for several commands in a row. With a session it is the session's worker, and the session's other
    /// calls wait until the lease ends.
    /// </summary>
    /// <param name="request">Session and longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The lease; dispose it to give the worker back. Await the task once.</returns>
    /// <exception cref="PoolException">No worker came free in time, or the pool takes no more calls.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask<WorkerLease> CheckoutAsync(in CheckoutRequest request, CancellationToken cancellationToken = default)
    {
        if (request.SessionId is not null)
            SessionIdRule.Require(request.SessionId);
        if (request.QueueTimeout is { } patience)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, TimeSpan.Zero, nameof(request));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(patience, PoolOptions.LongestTimeout, nameof(request));
        }

        return CheckoutLeaseAsync(in request, cancellationToken);
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
}
