using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// Takes what a worker sends for a command before its answer. Told by the loop that reads for the worker, in order; it
/// must not run a caller's code there.
/// </summary>
internal abstract class ReplySink
{
    /// <summary>Chunks that the worker may send before more are granted; null when there is no limit.</summary>
    public virtual int? Window => null;

    /// <summary>The caller may have seen a part of the answer.</summary>
    public virtual bool HasDelivered => false;

    /// <summary>The command is about to be sent to a worker, under an id.</summary>
    public virtual void Begin(PooledWorker worker, long id)
    {
    }

    /// <summary>Takes a chunk or progress; returns what is wrong with it, if anything is.</summary>
    public abstract string? Take(WorkerMessage message);

    /// <summary>The call is over; nothing more comes.</summary>
    public virtual void End()
    {
    }
}
