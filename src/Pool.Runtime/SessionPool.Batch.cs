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
        var isOver = false;
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
            var outcomes = await RunBatchAsync(worker, call, commands, args);
            if (_breaker.State != CircuitState.Closed)
                await LeaveBorrowedThreadAsync(call);
            verdict = !Array.Exists(outcomes, outcome => outcome.Error is { } error && VerdictOf(error, call) == false);
            isOver = true;
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
                GiveBack(worker, call, isOver);
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
            // Commands run in order: what a lost worker ran is the first that it did not answer.
            var isSuspect = i == 0 || outcomes[i - 1].Error is not (WorkerLostException or ProtocolViolationException or CommandQuarantinedException);
            outcomes[i] ??= await OutcomeAsync(worker, call, commands[i].Command, args[i], replies[i], isSuspect);
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
            _quarantine.ThrowIfHeld(call, command, args);
            var pending = worker.Owe();
            worker.Send(Request(pending.Id, call, command, args) with { More = !isLast }, pending);
            return (pending, null!);
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context with { Command = command });
            return (null, new CommandOutcome(command, e));
        }
    }

    private async ValueTask<CommandOutcome> OutcomeAsync(PooledWorker worker, Call call, string command, Payload args, PendingReply? pending, bool isSuspect)
    {
        if (pending is null)
            return NotSent(call, command);
        try
        {
            var answer = await pending.Answer;
            call.IsOnBorrowedThread = pending.WasCompletedInline;
            if (call.Span is not null)
                await LeaveBorrowedThreadAsync(call);
            _quarantine.Survived(command, args);
            return new CommandOutcome(command, Accept(worker, call, command, args, answer));
        }
        catch (OperationCanceledException) when (call.Stopped != StopReason.None)
        {
            return new CommandOutcome(command, new CommandTimeoutException(
                call.Context with { Command = command }, call.Deadline.Budget, CommandPhase.Command, RequestFate.Sent));
        }
        catch (PoolException e)
        {
            e.FillContext(call.Context with { Command = command });
            return new CommandOutcome(command, AfterLoss(call, command, args, e, isSuspect));
        }
    }

    // The deadline had passed before it was its turn to be written.
    private static CommandOutcome NotSent(Call call, string command) => new(
        command,
        new CommandTimeoutException(call.Context with { Command = command }, call.Deadline.Budget, CommandPhase.Command, RequestFate.NotSent));
}
