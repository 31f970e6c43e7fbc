using System.Runtime.CompilerServices;
using System.Text.Json;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>One call's way: turn, attempts, worker, answer.</content>
public sealed partial class SessionPool
{
    private async ValueTask<CommandResult> ExecuteCoreAsync(
        string? sessionId, string command, object? args, ExecuteOptions? options, ReplySink? sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = NewCall(sessionId, command, args, options, sink);
        Begin(call, _tracing.Begin(command, sessionId));
        var onCancel = WatchForCancel(call, cancellationToken);
        try
        {
            CommandResult result;
            try
            {
                result = await AttemptAsync(call, 1);
            }
            catch (PoolException first)
            {
                // Only here recovery takes over: a call whose first attempt succeeds costs no retry machinery.
                result = await RecoverAsync(call, first);
            }

            // As LeaveBorrowedThreadAsync does, without a delegate for it on the path of every call.
            if (call.IsOnBorrowedThread)
            {
                call.IsOnBorrowedThread = false;
                await Task.Yield();
            }

            Measure(call, error: null);
            return result;
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context);
            Failed(call, e);
            Measure(call, e);
            throw;
        }
        catch (OperationCanceledException e)
        {
            Failed(call, null);
            Measure(call, e);
            throw;
        }
        finally
        {
            onCancel.Unregister();
            call.Sink?.End();
            if (!call.IsSettling && (call.IsLetIn || call.HasTurn))
                End(call);
        }
    }

    private Call NewCall(
        string? sessionId, string command, object? args, ExecuteOptions? options, ReplySink? sink = null, bool isLeased = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        var timeout = options?.Timeout ?? _options.CommandTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, PoolOptions.LongestTimeout, nameof(options));
        sink ??= ProgressOf(options, command);
        _orchestrator.CountCall();
        return new Call(this, command, Encode(args, sessionId, command), sessionId, timeout, _time) { Sink = sink, IsLeased = isLeased };
    }

    private ProgressRelay? ProgressOf(ExecuteOptions? options, string command) => options?.Progress is { } progress
        ? NewProgress(progress, command)
        : null;

    private ProgressRelay NewProgress(IProgress<JsonElement> progress, string command) =>
        new(progress, _channelLoops.Start, e => Log.ProgressFailed(_logger, Name, command, e));

    private static CancellationTokenRegistration WatchForCancel(Call call, CancellationToken caller)
    {
        if (!caller.CanBeCanceled)
            return default;
        call.CancelledBy(caller);
        return caller.UnsafeRegister(static call => ((Call)call!).Cancel(), call);
    }

    internal async ValueTask<T?> ReadAsync<T>(ValueTask<CommandResult> call)
    {
        var result = await call;
        try
        {
            return _serializer.Deserialize<T>(result.Payload);
        }
        catch (ProtocolException e)
        {
            throw new InvalidCastException(e.Message + " The command ran; read its answer from CommandResult.Value.", e);
        }
    }

    private static JsonNamingPolicy? NamingPolicyOf(MemberNaming naming) => naming switch
    {
        MemberNaming.CamelCase => JsonNamingPolicy.CamelCase,
        MemberNaming.SnakeCase => JsonNamingPolicy.SnakeCaseLower,
        MemberNaming.KebabCase => JsonNamingPolicy.KebabCaseLower,
        _ => null,
    };

    private Payload Encode(object? args, string? sessionId, string command)
    {
        if (args is null)
            return Payload.EmptyObject;
        try
        {
            return _serializer.Serialize(args);
        }
        catch (ProtocolException e) when (e.Fault == ProtocolFault.TooLarge)
        {
            throw new FrameTooLargeException(ContextOf(sessionId, command), e.Size ?? 0, _options.MaxFrameBytes);
        }
        catch (ProtocolException e)
        {
            throw new ArgumentsNotSerializableException(ContextOf(sessionId, command), args.GetType(), e);
        }
    }

    private PoolErrorContext ContextOf(string? sessionId, string command) =>
        new(Name) { SessionId = sessionId, Command = command, Attempts = 0 };

    private async ValueTask<CommandResult> RecoverAsync(Call call, PoolException first)
    {
        call.Kind ??= FindKind(call.Command);
        try
        {
            return await _retry.ContinueAsync(
                first,
                (next, _) =>
                {
                    Log.Retrying(_logger, Name, call.SessionId, call.Command, next.Number - 1, next.Previous);
                    PoolTracing.AttemptFailed(call.Span, next.Number - 1, next.Previous);
                    call.AvoidWorkerId = next.AvoidWorkerId;
                    return AttemptAsync(call, next.Number);
                },
                () => call.MayBeResent,
                call.Deadline,
                call.RecoveryToken());
        }
        catch (OperationCanceledException) when (call.Stopped != StopReason.None)
        {
            // Whoever stopped it is on this thread, with others to stop perhaps.
            await Task.Yield();
            throw call.Ended();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CommandResult> AttemptAsync(Call call, int attempt)
    {
        call.Attempts = attempt;
        call.Phase = CommandPhase.Queue;
        if (_quarantine.Refusal(call, call.Command, call.Args) is { } held)
            throw held;
        if (!_breaker.TryEnter(out var permit))
            throw _breaker.Refusal(call.Context);
        PooledWorker? worker = null;
        bool? verdict = null;
        var succeeded = false;
        try
        {
            worker = (await CheckoutAsync(call))!;
            var result = await RunOnAsync(worker, call);
            // Those who watch the breaker may be told of the circuit's closing.
            if (_breaker.State != CircuitState.Closed)
                await LeaveBorrowedThreadAsync(call);
            verdict = true;
            succeeded = true;
            return result;
        }
        catch (Exception e)
        {
            verdict = VerdictOf(e, call);
            await LeaveBorrowedThreadAsync(call);
            throw;
        }
        finally
        {
            if (verdict is { } isSuccess)
                _breaker.Record(permit, isSuccess);
            else
                _breaker.Abandon(permit);
            if (worker is not null && call.Settled is null)
                GiveBack(worker, call, isOver: succeeded, isSuccess: succeeded, _time.GetTimestamp());
        }
    }

    // The user's own code failing says that the worker and the way to it are well; a caller's cancel says nothing.
    private static bool? VerdictOf(Exception error, Call call) => error switch
    {
        RemoteCommandException => true,
        WorkerLostException or ProtocolViolationException => false,
        CommandTimeoutException when call.Phase == CommandPhase.Command => false,
        _ => null,
    };

    // Before anything that runs a user's code, or takes long: on to a thread of the thread pool.
    private static BorrowedThread LeaveBorrowedThreadAsync(Call call) => new(call);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CommandResult> RunOnAsync(PooledWorker worker, Call call)
    {
        call.WorkerId = worker.Id;
        call.Kind = worker.Commands.TryGetValue(call.Command, out var description) ? (CommandKind)description.Kind : null;
        if (call.Session is { } session && !session.IsCurrentOn(worker))
        {
            call.Phase = CommandPhase.Replay;
            await BringUpToDateAsync(worker, session, call);
        }

        call.ThrowIfStopped();
        call.Phase = CommandPhase.Command;
        PendingReply? pending = null;
        try
        {
            pending = worker.Owe(call.Sink);
            call.Sink?.Begin(worker, pending.Id);
            if (call is { IsLeased: false, Sink: null, Span: null })
                pending.Settler = call;
            Ask(worker, call, pending, Request(pending.Id, call, call.Command, call.Args, call.Sink?.Window));
            var answer = await pending.Answer;
            Heard(worker, call, pending);
            if (call.Settled is { } settled)
                return settled;
            // Those who listen to spans are told on the way.
            if (call.Span is not null)
                await LeaveBorrowedThreadAsync(call);
            _quarantine.Survived(call.Command, call.Args);
            return Accept(worker, call, call.Command, call.Args, answer, _time.GetTimestamp());
        }
        catch (OperationCanceledException) when (pending is not null && call.Stopped != StopReason.None)
        {
            throw GivenUp(call, pending);
        }
        catch (Exception e) when (e is WorkerLostException or ProtocolViolationException)
        {
            if (HasCutOff)
                throw CutOffError(call.Context, ((PoolException)e).RequestFate);
            if (_quarantine.Killed(call.Context, call.Command, call.Args, (PoolException)e) is { } quarantined)
                throw quarantined;
            throw;
        }
    }

    // What nearly every answer is: a result that nobody has to be told of on the way. It becomes part of the session, and the
    // worker goes to the next call, before the caller of this one is woken.
    bool IWaiterOwner.TrySettle(Call call, PooledWorker worker, WorkerMessage answer)
    {
        if (answer is not WorkerResult || _breaker.State != CircuitState.Closed)
            return false;
        CommandResult result;
        var now = _time.GetTimestamp();
        try
        {
            _quarantine.Survived(call.Command, call.Args);
            result = Accept(worker, call, call.Command, call.Args, answer, now);
        }
        catch (Exception)
        {
            // It happens again where the call awaits its answer, and is its error there.
            return false;
        }

        call.Settled = result;
        GiveBack(worker, call, isOver: true, isSuccess: true, now);
        return true;
    }

    private static HostRequest Request(long id, Call call, string command, Payload args, int? window = null) => new(
        id, command, args, call.SessionId, (long)Math.Ceiling(call.Deadline.Remaining.TotalMilliseconds), call.TraceParent)
    { Window = window };

    // Sends what a worker owes an answer to. That is awaited next, as pending.Answer, and ends with the answer, with the
    // worker's loss, or, cancelled, because the call was stopped: the answer is still owed then.
    private static void Ask(PooledWorker worker, Call call, PendingReply pending, HostMessage message)
    {
        pending.NeverInline = call.IsOnBorrowedThread;
        worker.Send(message, pending);
        call.WaitsFor(pending);
        call.IsOnBorrowedThread = false;
    }

    private static void Heard(PooledWorker worker, Call call, PendingReply pending)
    {
        call.IsOnBorrowedThread = pending.WasCompletedInline;
        // One that may still be abandoned for this call must not stand for another's request meanwhile.
        if (call.WaitsForNothing())
            worker.Recycle(pending);
    }

    private static Exception GivenUp(Call call, PendingReply pending)
    {
        call.Unsettled = pending;
        return call.Ended();
    }

    private CommandResult Accept(PooledWorker worker, Call call, string command, Payload args, WorkerMessage answer, long now)
    {
        // Before a user's code is told of it, which may throw: the worker has done it.
        if (answer is WorkerResult done && call.Session is { } session && IsMutation(worker, command))
            Journal(worker, session, command, args, done);
        worker.Answered++;
        if (call.Span is not null)
            AddWorkerSpan(worker, call, answer);
        if (answer is WorkerError { Error: var error })
            throw new RemoteCommandException(call.Context with { Command = command }, error.Type, error.Message, error.Traceback, error.Retryable);
        return new CommandResult(((WorkerResult)answer).Value, call.Attempts, worker.Id, call.Deadline.ElapsedAt(now), call.QueueTime);
    }

    private static bool IsMutation(PooledWorker worker, string command) =>
        worker.Commands.TryGetValue(command, out var description) && description.Kind == WireCommandKind.Mutation;

    private CommandKind? FindKind(string command)
    {
        lock (_gate)
        {
            foreach (var worker in _workers)
            {
                if (worker.Commands.TryGetValue(command, out var description))
                    return (CommandKind)description.Kind;
            }

            return null;
        }
    }

    private void CountSuccess(Call call)
    {
        lock (_gate)
            CountSuccess_NeedsLock(call);
    }

    private void CountSuccess_NeedsLock(Call call)
    {
        call.IsOver = true;
        _expiries.Remove(call);
        _successes++;
        if (call.Attempts > 1)
            _counters = _counters with { Retries = _counters.Retries + call.Attempts - 1, Recovered = _counters.Recovered + 1 };
    }

    private void Failed(Call call, PoolException? error)
    {
        lock (_gate)
        {
            call.IsOver = true;
            _expiries.Remove(call);
            _counters = _counters with
            {
                Errors = _counters.Errors + (error is null ? 0 : 1),
                Cancellations = _counters.Cancellations + (error is null ? 1 : 0),
                Retries = _counters.Retries + Math.Max(0, call.Attempts - 1),
            };
            if (error is not null && _events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.CommandFailed(error.Command ?? call.Command, call.SessionId, error.Category, error.Attempts));
        }
    }
}
