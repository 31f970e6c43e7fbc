using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>Exceptions of an in-process worker, as the SDK of a worker process would report them.</summary>
internal static class InProcessFault
{
    public static WorkerError Cancelled(long id) =>
        new(id, new WorkerErrorInfo("Cancelled", "The host cancelled this request.", Retryable: false, Traceback: null));

    public static WorkerError NoSnapshots(long id) => new(id, new WorkerErrorInfo(
        "SnapshotUnavailable",
        $"This worker gives no snapshots; its description does not say {nameof(InProcessWorkerDescription.GivesSnapshots)}.",
        Retryable: false,
        Traceback: null));

    public static WorkerError Of(long id, Exception error, bool isCancelled) => error switch
    {
        OperationCanceledException when isCancelled => Cancelled(id),
        ProtocolException { Fault: ProtocolFault.TooLarge } => Named(id, "FrameTooLarge", error),
        ProtocolException { Fault: ProtocolFault.Unsendable } => Named(id, "UnsendableValue", error),
        _ => new WorkerError(id, new WorkerErrorInfo(error.GetType().FullName!, error.Message, false, error.StackTrace)),
    };

    public static WorkerError Named(long id, string type, Exception error) =>
        new(id, new WorkerErrorInfo(type, error.Message, Retryable: false, Traceback: null));
}
