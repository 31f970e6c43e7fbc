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
        string? sessionId, string command, object? args, ExecuteOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        var timeout = options?.Timeout ?? _options.CommandTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();

        using var call = new Call(Name, command, Encode(args, sessionId, command), sessionId, timeout, _time, cancellationToken);
        _orchestrator.CountCall();
        try
        {
            var result = await RunAsync(call);
            Succeeded(call);
            return result;
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            var ended = call.Ended();
            Failed(call, ended as PoolException);
            throw ended;
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context);
            Failed(call, e);
            throw;
        }
        finally
        {
            End(call);
        }
    }

    private async ValueTask<T?> ReadAsync<T>(ValueTask<CommandResult> call)
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

    private Payload Encode(object? args, string? sessionId, string command)
    {
        var context = new PoolErrorContext(Name) { SessionId = sessionId, Command = command, Attempts = 0 };
        try
        {
            return _serializer.Serialize(args ?? NoArguments);
        }
        catch (ProtocolException e) when (e.Fault == ProtocolFault.TooLarge)
        {
            throw new FrameTooLargeException(context, e.Size ?? 0, _options.MaxFrameBytes);
        }
        catch (ProtocolException e)
        {
            throw new ArgumentsNotSerializableException(context, args!.GetType(), e);
        }
    }

    // The first attempt costs no retry machinery; only once it has failed does recovery take over.
    private async ValueTask<CommandResult> RunAsync(Call call)
    {
        try
        {
            return await AttemptAsync(call, 1);
        }
        catch (PoolException first)
        {
            call.Kind ??= FindKind(call.Command);
            return await _retry.ContinueAsync(
                first,
                (next, _) =>
                {
                    Log.Retrying(_logger, Name, call.SessionId, call.Command, next.Number - 1, next.Previous);
                    call.AvoidWorkerId = next.AvoidWorkerId;
                    return AttemptAsync(call, next.Number);
                },
                call.MayBeResent,
                call.Deadline,
                call.Token);
        }
    }

    private async ValueTask<CommandResult> AttemptAsync(Call call, int attempt)
    {
        call.Attempts = attempt;
        call.Phase = CommandPhase.Queue;
        if (!_breaker.TryEnter(out var permit))
            throw _breaker.Refusal(call.Context);
        bool? verdict = null;
        try
        {
            var worker = (await CheckoutAsync(call))!;
            var result = await RunOnAsync(worker, call);
            verdict = true;
            return result;
        }
        catch (RemoteCommandException)
        {
            // The user's own code failed; the worker and the way to it are well.
            verdict = true;
            throw;
        }
        catch (Exception e) when (e is WorkerLostException or ProtocolViolationException || (HasRunOutOfTime(call) && call.Phase == CommandPhase.Command))
        {
            verdict = false;
            throw;
        }
        finally
        {
            if (verdict is { } success)
                _breaker.Record(permit, success);
            else
                _breaker.Abandon(permit);
        }
    }

    private static bool HasRunOutOfTime(Call call) => call.Token.IsCancellationRequested && !call.CancelledByCaller;

    private async ValueTask<CommandResult> RunOnAsync(PooledWorker worker, Call call)
    {
        call.WorkerId = worker.Id;
        var answered = false;
        call.Kind = worker.Commands.TryGetValue(call.Command, out var description) ? (CommandKind)description.Kind : null;
        try
        {
            if (call.Session is { } session)
            {
                call.Phase = CommandPhase.Replay;
                await BringUpToDateAsync(worker, session, call);
            }

            call.Phase = CommandPhase.Command;
            var answer = await worker.CallAsync(
                call.Command, call.Args, call.SessionId, (long)Math.Ceiling(call.Deadline.Remaining.TotalMilliseconds), call.Token);
            var result = Accept(worker, call, answer);
            answered = true;
            return result;
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            // The worker owes an answer that nobody waits for. It must never reach the next caller. But one that was
            // granted at the moment when the caller gave up has heard nothing and stays.
            if (worker.HasUnheardCommand)
                Condemn(worker, call.CancelledByCaller ? TransitionReason.Cancelled : TransitionReason.Timeout);
            else
                call.Phase = CommandPhase.Checkout;
            throw;
        }
        catch (PoolException e) when (e is WorkerLostException or ProtocolViolationException && HasCutOff)
        {
            throw CutOffError(call.Context, e.RequestFate);
        }
        finally
        {
            Checkin(worker, call, isLast: answered);
        }
    }

    private CommandResult Accept(PooledWorker worker, Call call, WorkerMessage answer)
    {
        lock (_gate)
            worker.Answered++;
        if (answer is WorkerError { Error: var error })
            throw new RemoteCommandException(call.Context, error.Type, error.Message, error.Traceback, error.Retryable);
        var result = (WorkerResult)answer;
        if (call is { Session: { } session, Kind: CommandKind.Mutation })
            Journal(worker, session, call, result);
        return new CommandResult(result.Value, call.Attempts, worker.Id, call.Deadline.Elapsed, call.QueueTime);
    }

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

    private void Succeeded(Call call)
    {
        lock (_gate)
        {
            var again = call.Attempts - 1;
            _counters = _counters with
            {
                Successes = _counters.Successes + 1,
                Retries = _counters.Retries + again,
                Recovered = _counters.Recovered + (again > 0 ? 1 : 0),
            };
        }
    }

    private void Failed(Call call, PoolException? error)
    {
        lock (_gate)
        {
            _counters = _counters with
            {
                Errors = _counters.Errors + (error is null ? 0 : 1),
                Cancellations = _counters.Cancellations + (error is null ? 1 : 0),
                Retries = _counters.Retries + Math.Max(0, call.Attempts - 1),
            };
            if (error is not null && _events.HasReaders)
                _events.Publish_NeedsLock(new PoolEvent.CommandFailed(call.Command, call.SessionId, error.Category, error.Attempts));
        }
    }

    private static readonly IReadOnlyDictionary<string, object?> NoArguments = new Dictionary<string, object?>();
}
