using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>
/// The one answer a worker owes. Its continuation never runs on the thread that reads for the worker.
/// </summary>
internal sealed class PendingReply(long id, bool isPing)
{
    private readonly TaskCompletionSource<WorkerMessage> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;

    /// <summary>A pong is owed; nothing else will do, and a pong will not do for anything else.</summary>
    public bool IsPing { get; } = isPing;

    public Task<WorkerMessage> Task => _completion.Task;

    public void Complete(WorkerMessage message) => _completion.TrySetResult(message);

    public void Fail(Exception error)
    {
        // Seen here, because the caller may have left: an answer that nobody awaits must not end as an unobserved error.
        if (_completion.TrySetException(error))
            _ = _completion.Task.Exception;
    }
}
