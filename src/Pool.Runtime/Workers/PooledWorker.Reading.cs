using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <content>The loop that reads for the worker.</content>
internal sealed partial class PooledWorker
{
#pragma warning disable CA2012, VSTHRD002 // Each awaiter is asked for its result once, after it has completed.
    /// <summary>Reads for the worker until its end; run once, when the pool has taken it in.</summary>
    public async Task ReadAsync()
    {
        var channel = _channel!;
        _receiving = channel.ReceiveAsync(CancellationToken.None).GetAwaiter();
        if (_receiving.IsCompleted)
            ReadOn();
        else
            _receiving.UnsafeOnCompleted(_readOn);
        var (reason, detail) = await _readToEnd.Task;
        lock (_gate)
            _lost = detail;
        _owner.WorkerLost(this, reason, detail);

        var exit = await EndAsync(channel, reason == TransitionReason.Crash ? NaturalEnd : TimeSpan.Zero);
        await SendsEndedAsync();
        FailOwed(reason, detail, exit, channel.ErrorOutputTail);
        _owner.WorkerEnded(this, exit);
        // Bounded: the code of an in-process worker may ignore that it was stopped.
        await HappensWithin(channel.DisposeAsync().AsTask(), EndAfterKill);
    }

    // Runs whenever a read has ended. The next read is under way before an answer is handed over, so that the thread that
    // goes on with it, into a user's code in the end, is no longer one that reads for the worker.
    private void ReadOn()
    {
        WorkerMessage? message = null;
        PendingReply? answered = null;
        try
        {
            ReadAvailable(out message, out answered);
        }
        catch (ProtocolException e) when (e.Fault == ProtocolFault.Truncated)
        {
            // It died while it wrote, of its answer's size perhaps: no nonsense, and the exit status tells more.
            End(TransitionReason.Crash, "its output ended inside a frame");
        }
        catch (ProtocolException e)
        {
            End(TransitionReason.ProtocolViolation, e.Message);
        }
        catch (Exception e)
        {
            // Whatever it is: a worker that nobody reads for must not stay in service.
            End(TransitionReason.Crash, "its output broke: " + e.Message);
        }

        answered?.Complete(message!, inline: true);
    }

    // Ends with the next read under way, or with the worker's end. Returns the last answer, if it ends a wait.
    private void ReadAvailable(out WorkerMessage? message, out PendingReply? answered)
    {
        while (true)
        {
            answered = null;
            message = _receiving.GetResult();
            if (message is null)
            {
                End(TransitionReason.Crash, "its output ended");
                return;
            }

            if (Violation(message, out answered) is { } violation)
            {
                End(TransitionReason.ProtocolViolation, violation);
                return;
            }

            _receiving = _channel!.ReceiveAsync(CancellationToken.None).GetAwaiter();
            if (!_receiving.IsCompleted)
            {
                _receiving.UnsafeOnCompleted(_readOn);
                return;
            }

            answered?.Complete(message, inline: false);
        }
    }

#pragma warning restore CA2012, VSTHRD002

    private void End(TransitionReason reason, string detail) => _readToEnd.TrySetResult((reason, detail));

    // Returns what is wrong with the message, if anything is; else, if it ends a wait, whose.
    private string? Violation(WorkerMessage message, out PendingReply? answered)
    {
        answered = null;
        var id = message switch
        {
            WorkerResult result => result.Id,
            WorkerError error => error.Id ?? 0,
            WorkerChunk chunk => chunk.Id,
            WorkerProgress progress => progress.Id,
            WorkerPong pong => pong.Id,
            _ => 0,
        };
        if (message is WorkerError { Id: null, Error: var failure })
            return $"It reported {ErrorText.Head(failure.Type)}: {ErrorText.Head(failure.Message)}";
        if (id == 0)
            return $"It sent {message.GetType().Name} at a time when only answers are allowed.";
        lock (_gate)
        {
            if (_owedFirst is not { } owed || owed.Id != id || owed.Message is HostPing != message is WorkerPong)
                return $"It answered id {id}, which nobody asked or which is answered already, or not in turn.";
            if (message is WorkerPong != owed.Message is HostPing)
                return $"It answered id {id} with {message.GetType().Name}, which is no answer to what was asked.";
            if (message is WorkerChunk or WorkerProgress)
                return owed.State == PendingState.Waiting ? owed.Sink?.Take(message) : null;

            _owedFirst = owed.Next;
            if (_owedFirst is null)
                _owedLast = null;
            if (owed.State == PendingState.Waiting)
                answered = owed;
            else
                owed.CompleteLate(message);
            owed.State = PendingState.Over;
            return null;
        }
    }
}
