using System.Runtime.CompilerServices;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <content>What is sent to the worker, and the answers that it owes.</content>
internal sealed partial class PooledWorker
{
    /// <summary>Makes the worker owe one more answer; what asks for it is sent next.</summary>
    /// <exception cref="WorkerLostException">The worker is gone.</exception>
    public PendingReply Owe(ReplySink? sink = null)
    {
        lock (_gate)
        {
            if (_lost is { } reason)
                throw new WorkerLostException(new PoolErrorContext(_start.PoolName) { WorkerId = Id }, RequestFate.NotSent, reason);
            var pending = _spare ?? new PendingReply(this);
            _spare = null;
            pending.Begin(++_lastId, sink);
            if (_owedLast is null)
                _owedFirst = pending;
            else
                _owedLast.Next = pending;
            _owedLast = pending;
            return pending;
        }
    }

    /// <summary>
    /// Lets an answer that was received be used for another request. Nobody looks at it any more; the worker may be in
    /// others' hands by now. One whose request is still being written, since the worker did not read it first, is left alone.
    /// </summary>
    public void Recycle(PendingReply pending)
    {
        if (!pending.IsWritten)
            return;
        pending.Clear();
        lock (_gate)
            _spare = pending;
    }

    /// <summary>
    /// Sends what the last answer owed is due for. What goes wrong later than at once is told by that answer.
    /// </summary>
    /// <exception cref="FrameTooLargeException">The message does not fit into a frame; nothing was sent and nothing is owed.</exception>
    public void Send(HostMessage message, PendingReply pending)
    {
        pending.Message = message;
        var sending = SendAsync(message, pending, CancellationToken.None);
        if (sending.IsCompletedSuccessfully)
        {
            sending.GetAwaiter().GetResult();
            return;
        }

        if (!sending.IsCompleted)
        {
            StartObserving(sending, message, pending);
            return;
        }

        try
        {
#pragma warning disable VSTHRD002 // It has completed.
            sending.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (ProtocolException e)
        {
            throw TooLarge(message, e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The loop that reads sees the worker's end too, and tells how it ended.
            Kill();
        }
    }

    /// <summary>Tells the worker something to which nothing is answered. The place on the stream is taken when this returns.</summary>
    public async Task TellAsync(HostMessage message)
    {
        try
        {
            await SendAsync(message, null, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or ProtocolException)
        {
            // A worker that is gone has forgotten; one that does not take so long a name has never heard of it.
        }
    }

    /// <summary>Asks for a sign of life; the caller has checked the worker out.</summary>
    /// <exception cref="OperationCanceledException">None came in time; the answer is still owed.</exception>
    /// <exception cref="PoolException">The worker is lost.</exception>
    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        var pending = Owe();
        Send(new HostPing(pending.Id), pending);
        await using (cancellationToken.UnsafeRegister(static pending => ((Outstanding)pending!).Abandon(), pending))
            await pending.Answer;
    }

    /// <summary>Releases the caller of an answer, which is still owed.</summary>
    public void Abandon(PendingReply pending)
    {
        lock (_gate)
        {
            if (pending.State != PendingState.Waiting)
                return;
            pending.State = PendingState.Abandoned;
            pending.ExpectLate();
        }

        pending.Fail(new OperationCanceledException("Its caller gave up."));
    }

    // Apart, so that the common way of a send makes no closure.
    private void StartObserving(ValueTask sending, HostMessage message, PendingReply pending) =>
        _start.StartLoop(() => ObserveAsync(sending, message, pending));

    private async Task ObserveAsync(ValueTask sending, HostMessage message, PendingReply pending)
    {
        try
        {
            await sending;
        }
        catch (ProtocolException e)
        {
            // Whoever awaits it must be told; whoever settles it, too: nothing comes any more.
            if (pending.IsAbandoned)
                pending.CompleteLate(null);
            else
                pending.Fail(TooLarge(message, e));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Kill();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(HostMessage message, PendingReply? pending, CancellationToken cancellationToken)
    {
        await _sending.EnterAsync(cancellationToken);
        try
        {
            pending?.Fate = RequestFate.Sent;
            await _channel!.SendAsync(message, cancellationToken);
            pending?.IsWritten = true;
        }
        catch (ProtocolException)
        {
            // Else the worker has answered what it was never sent, or is lost, and who awaits it was told.
            if (pending is null || TryDisown(pending))
                throw;
        }
        catch (IOException)
        {
            // A frame that could not be written whole cannot have been understood. ObjectDisposedException tells less: the
            // worker's end was seen before the write returned, and it may have run the command.
            pending?.Fate = RequestFate.NotSent;
            throw;
        }
        finally
        {
            _sending.Leave();
        }
    }

    // Whether a request left is known once its write has ended, which a dead reader brings about.
    private async Task SendsEndedAsync()
    {
        using var patience = new CancellationTokenSource(EndAfterKill, _start.Time);
        try
        {
            await _sending.EnterAsync(patience.Token);
            _sending.Leave();
        }
        catch (OperationCanceledException)
        {
            // What is owed then counts as sent.
        }
    }

    // Refused before a byte was written, and owed no more before anything else is written. False when it was not owed any more.
    private bool TryDisown(PendingReply pending)
    {
        lock (_gate)
        {
            PendingReply? before = null;
            var owed = _owedFirst;
            while (owed is not null && owed != pending)
                (before, owed) = (owed, owed.Next);
            if (owed is null)
                return false;
            if (before is null)
                _owedFirst = pending.Next;
            else
                before.Next = pending.Next;
            if (_owedLast == pending)
                _owedLast = before;
            pending.Fate = RequestFate.NotSent;
            pending.State = PendingState.Over;
            return true;
        }
    }

    private FrameTooLargeException TooLarge(HostMessage message, ProtocolException error) => new(
        new PoolErrorContext(_start.PoolName) { WorkerId = Id }, error.Size ?? message.Carried.ByteCount, MaxRequestBytes);

    private void FailOwed(TransitionReason reason, string detail, WorkerExit exit, string errorOutput)
    {
        PendingReply? owed;
        lock (_gate)
        {
            owed = _owedFirst;
            _owedFirst = _owedLast = null;
        }

        while (owed is { } pending)
        {
            owed = pending.Next;
            bool isAwaited;
            lock (_gate)
            {
                isAwaited = pending.State == PendingState.Waiting;
                pending.State = PendingState.Over;
            }

            if (isAwaited)
                pending.Fail(LossException(reason, detail, exit, errorOutput, pending.Fate));
            else
                pending.CompleteLate(null);
        }
    }

    private PoolException LossException(TransitionReason reason, string detail, WorkerExit exit, string errorOutput, RequestFate fate)
    {
        var context = new PoolErrorContext(_start.PoolName) { WorkerId = Id };
        return reason == TransitionReason.ProtocolViolation
            ? new ProtocolViolationException(context, detail)
            : new WorkerLostException(
                context, fate, fate == RequestFate.NotSent ? "its input was closed" : KilledBecause ?? exit.Text ?? detail,
                exit.ExitCode, exit.SignalName, errorOutput);
    }
}
