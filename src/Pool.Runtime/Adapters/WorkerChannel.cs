using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>The two directions of talk with one started worker, and the power to end it.</summary>
/// <remarks>
/// One sender and one receiver at a time: first <see cref="ReceiveAsync"/> message by message, then <see cref="DeliverAsync"/>
/// for all that follow. <see cref="Kill"/> and <see cref="Exited"/> from any thread.
/// Process id, memory and error output are capabilities that an adapter may lack.
/// </remarks>
internal abstract class WorkerChannel : IAsyncDisposable
{
    /// <summary>Process id, when the worker is a process of this machine.</summary>
    public virtual int? ProcessId => null;

    /// <summary>Resident memory of the worker's own process, in bytes; null where it cannot be measured. Slow: it asks the system.</summary>
    public virtual long? ResidentBytes => null;

    /// <summary>Completes when the worker's end has been observed; never fails.</summary>
    public abstract Task<WorkerExit> Exited { get; }

    /// <summary>Last error output of the worker, bounded; empty when it has none.</summary>
    public virtual string ErrorOutputTail => "";

    /// <summary>Completes when no more error output can come; at once where there is none.</summary>
    public virtual Task ErrorOutputEnded => Task.CompletedTask;

    /// <summary>Lowers the limit of what is sent to what the worker's hello says it takes.</summary>
    public virtual void Restrict(int maxFrameBytes)
    {
    }

    /// <summary>Sends one message.</summary>
    /// <exception cref="IOException">The worker is gone; it has not received the whole message.</exception>
    /// <exception cref="ObjectDisposedException">The channel was closed meanwhile; nobody knows whether the message left.</exception>
    /// <exception cref="ProtocolException">The message is larger than a frame may be; nothing was sent.</exception>
    public abstract ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken);

    /// <summary>Receives the next message; null once the worker will send no more.</summary>
    /// <exception cref="ProtocolException">What arrived is not a message.</exception>
    public abstract ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="receive"/> for each message from here on, until it returns false or the worker will send no
    /// more; then completes. The next message is read when it returns, by the thread that it runs on: it must not block,
    /// and must run no caller's code. It may send, to this worker too.
    /// </summary>
    /// <exception cref="ProtocolException">What arrived is not a message.</exception>
    public virtual async Task DeliverAsync(Func<WorkerMessage, bool> receive)
    {
        while (await ReceiveAsync(CancellationToken.None) is { } message && receive(message))
        {
        }
    }

    /// <summary>Tells the worker that nothing more will be sent.</summary>
    public abstract void CloseInput();

    /// <summary>Ends the worker at once, whatever it does. Returns before its end is observed.</summary>
    public abstract void Kill();

    /// <summary>Frees what the channel holds. The worker has ended or is killed.</summary>
    public abstract ValueTask DisposeAsync();
}
