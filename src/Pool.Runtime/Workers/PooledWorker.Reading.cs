using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <content>The loop that reads for the worker.</content>
internal sealed partial class PooledWorker
{
    /// <summary>Reads for the worker until its end; run once, when the pool has taken it in.</summary>
    public async Task ReadAsync()
    {
        var channel = _channel!;
        var (reason, detail) = await ReadUntilLostAsync(channel);
        lock (_gate)
            _lost = detail;
        _logs.End();
        _owner.WorkerLost(this, reason, detail);

        var exit = await EndAsync(channel, reason == TransitionReason.Crash ? NaturalEnd : TimeSpan.Zero);
        await SendsEndedAsync();
        FailOwed(reason, detail, exit, channel.ErrorOutputTail);
        _owner.WorkerEnded(this, exit);
        // Bounded: the code of an in-process worker may ignore that it was stopped.
        await HappensWithin(channel.DisposeAsync().AsTask(), EndAfterKill);
    }

    private async Task<(TransitionReason Reason, string Detail)> ReadUntilLostAsync(WorkerChannel channel)
    {
        try
        {
            string? violation = null;
            await channel.DeliverAsync(message => (violation = Receive(message)) is null);
            return violation is null
                ? (TransitionReason.Crash, "its output ended")
                : (TransitionReason.ProtocolViolation, violation);
        }
        catch (ProtocolException e) when (e.Fault == ProtocolFault.Truncated)
        {
            // It died while it wrote, of its answer's size perhaps: no nonsense, and the exit status tells more.
            return (TransitionReason.Crash, "its output ended inside a frame");
        }
        catch (ProtocolException e)
        {
            return (TransitionReason.ProtocolViolation, e.Message);
        }
        catch (Exception e)
        {
            // Whatever it is: a worker that nobody reads for must not stay in service.
            return (TransitionReason.Crash, "its output broke: " + e.Message);
        }
    }

    // On the thread that reads for the worker. The pool's own code goes on here with an answer, gives the worker back and
    // sends it the next request, all before anybody is woken; it leaves this thread before it returns to a user's code.
    private string? Receive(WorkerMessage message)
    {
        var violation = Violation(message, out var answered);
        answered?.Complete(message);
        return violation;
    }

    // Returns what is wrong with the message, if anything is; else, if it ends a wait, whose.
    private string? Violation(WorkerMessage message, out PendingReply? answered)
    {
        answered = null;
        if (message is WorkerLog entry)
        {
            _logs.Take(entry, SessionOf(entry.Id));
            return null;
        }

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

    // The session of an open request; an entry may come late, or name what nobody asked (P51).
    private string? SessionOf(long? id)
    {
        if (id is null)
            return null;
        lock (_gate)
        {
            var owed = _owedFirst;
            while (owed is not null && owed.Id != id)
                owed = owed.Next;
            return (owed?.Message as HostRequest)?.Session;
        }
    }
}
