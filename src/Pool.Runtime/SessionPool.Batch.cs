using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Batches: commands written ahead, one deadline, an outcome for each.</content>
public sealed partial class SessionPool
{
    private async ValueTask<IReadOnlyList<CommandOutcome>> ExecuteBatchCoreAsync(
        string? sessionId, IReadOnlyList<BatchCommand> commands, ExecuteOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var args = new Payload[commands.Count];
        for (var i = 0; i < args.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(commands[i], nameof(commands));
            ArgumentException.ThrowIfNullOrEmpty(commands[i].Command, nameof(commands));
            args[i] = Encode(commands[i].Args, sessionId, commands[i].Command);
        }

        if (args.Length == 0)
            return [];
        var call = NewCall(sessionId, commands[0].Command, null, options);
        Begin(call, _tracing.BeginBatch(args.Length, sessionId));
        var onCancel = WatchForCancel(call, cancellationToken);
        try
        {
            var outcomes = await AttemptBatchAsync(call, commands, args);
            if (FirstError(outcomes) is { } error)
                Failed(call, error);
            await LeaveBorrowedThreadAsync(call);
            MeasureBatch(call, outcomes);
            return outcomes;
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

    // Not retried: what was written ahead of a lost answer may have run, and in which order what is left would have to be
    // sent again is for the caller to say.
    private async ValueTask<IReadOnlyList<CommandOutcome>> AttemptBatchAsync(Call call, IReadOnlyList<BatchCommand> commands, Payload[] args)
    {
        call.Attempts = 1;
        if (!_breaker.TryEnter(out var permit))
            throw _breaker.Refusal(call.Context);
        PooledWorker? worker = null;
        bool? verdict = null;
        CommandOutcome[]? outcomes = null;
        try
        {
            worker = (await CheckoutAsync(call))!;
            await LeaveBorrowedThreadAsync(call);
            call.WorkerId = worker.Id;
            if (call.Session is { } session && !session.IsCurrentOn(worker))
            {
                call.Phase = CommandPhase.Replay;
                await BringUpToDateAsync(worker, session, call);
            }

            call.ThrowIfStopped();
            call.Phase = CommandPhase.Command;
            outcomes = await RunBatchAsync(worker, call, commands, args);
            if (_breaker.State != CircuitState.Closed)
                await LeaveBorrowedThreadAsync(call);
            verdict = !Array.Exists(outcomes, outcome => outcome.Error is { } error && VerdictOf(error, call) == false);
            return outcomes;
        }
        catch (Exception e)
        {
            verdict ??= VerdictOf(e, call);
            await LeaveBorrowedThreadAsync(call);
            throw;
        }
        finally
        {
            if (verdict is { } isSuccess)
                _breaker.Record(permit, isSuccess);
            else
                _breaker.Abandon(permit);
            if (worker is not null)
                GiveBack(worker, call, isOver: outcomes is not null, isSuccess: outcomes is not null && FirstError(outcomes) is null, _time.GetTimestamp());
        }
    }

    // At most so many are written ahead: a worker that is busy reads no further than it can hold, and has to hear of a cancel.
    private const int MaxWrittenAhead = 128;

    private async ValueTask<CommandOutcome[]> RunBatchAsync(PooledWorker worker, Call call, IReadOnlyList<BatchCommand> commands, Payload[] args)
    {
        var outcomes = new CommandOutcome[args.Length];
        var replies = new PendingReply?[args.Length];
        var batch = new PendingBatch(replies);
        call.WaitsFor(batch);
        var next = 0;
        var isLost = false;
        for (var i = 0; i < args.Length; i++)
        {
            for (; next < args.Length && next - i < MaxWrittenAhead && call.Stopped == StopReason.None; next++)
            {
                var isLast = next == args.Length - 1;
                (replies[next], outcomes[next]) = WriteAhead(worker, call, commands[next].Command, args[next], isLast);
            }

            // Stopped while it was written: once more, for what was not there yet.
            if (call.Stopped != StopReason.None)
                batch.Abandon();
            if (outcomes[i] is not null)
                continue;
            var outcome = await OutcomeAsync(worker, call, commands[i].Command, args[i], replies[i]);
            // They run in order: of those that a lost worker owes, it is the first that it died of.
            outcomes[i] = isLost ? outcome : Judged(call, args[i], outcome);
            isLost |= outcome.Error is WorkerLostException or ProtocolViolationException;
        }

        call.WaitsForNothing();
        if (call.Stopped == StopReason.None)
            return outcomes;
        if (batch.Unanswered.Count > 0)
            call.Unsettled = batch;
        return call.Stopped == StopReason.Cancelled ? throw call.Ended() : outcomes;
    }

    private (PendingReply? Reply, CommandOutcome Error) WriteAhead(PooledWorker worker, Call call, string command, Payload args, bool isLast)
    {
        try
        {
            if (_quarantine.Refusal(call, command, args) is { } held)
                throw held;
            var pending = worker.Owe(call.Sink);
            worker.Send(Request(pending.Id, call, command, args) with { More = !isLast }, pending);
            return (pending, null!);
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context with { Command = command });
            return (null, new CommandOutcome(command, HasCutOff && e is WorkerLostException
                ? CutOffError(call.Context with { Command = command }, e.RequestFate)
                : e));
        }
    }

    private CommandOutcome Judged(Call call, Payload args, CommandOutcome outcome)
    {
        var context = call.Context with { Command = outcome.Command };
        switch (outcome.Error)
        {
            case null or RemoteCommandException:
                _quarantine.Survived(outcome.Command, args);
                return outcome;
            case WorkerLostException or ProtocolViolationException
                when _quarantine.Killed(context, outcome.Command, args, outcome.Error) is { } quarantined:
                return new CommandOutcome(outcome.Command, quarantined);
            default:
                return outcome;
        }
    }

    private static PoolException? FirstError(IReadOnlyList<CommandOutcome> outcomes) =>
        outcomes.FirstOrDefault(outcome => !outcome.IsSuccess)?.Error;

    private async ValueTask<CommandOutcome> OutcomeAsync(PooledWorker worker, Call call, string command, Payload args, PendingReply? pending)
    {
        if (pending is null)
            return NotSent(call, command);
        try
        {
            var answer = await pending.Answer;
            call.IsOnBorrowedThread = pending.WasCompletedInline;
            if (call.Span is not null)
                await LeaveBorrowedThreadAsync(call);
            return new CommandOutcome(command, Accept(worker, call, command, args, answer, _time.GetTimestamp()));
        }
        catch (OperationCanceledException) when (call.Stopped != StopReason.None)
        {
            return new CommandOutcome(command, new CommandTimeoutException(
                call.Context with { Command = command }, call.Deadline.Budget, CommandPhase.Command, RequestFate.Sent));
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context with { Command = command });
            return new CommandOutcome(command, HasCutOff && (e is WorkerLostException or ProtocolViolationException)
                ? CutOffError(call.Context with { Command = command }, e.RequestFate)
                : e);
        }
    }

    // The deadline had passed before it was its turn to be written.
    private static CommandOutcome NotSent(Call call, string command) => new(
        command,
        new CommandTimeoutException(call.Context with { Command = command }, call.Deadline.Budget, CommandPhase.Command, RequestFate.NotSent));
}
