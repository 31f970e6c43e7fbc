using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>Who is waiting for an answer and can deal with it at once, on the thread that reads for the worker.</summary>
internal interface IReplySettler
{
    /// <summary>
    /// Deals with an answer before whoever awaits it goes on, which then happens on a thread of the thread pool. False when
    /// it cannot be dealt with here; whoever awaits it goes on here and does.
    /// </summary>
    bool TrySettle(PooledWorker worker, WorkerMessage answer);
}
