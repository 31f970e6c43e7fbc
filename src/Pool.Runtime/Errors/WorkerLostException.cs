namespace Pool.Runtime.Errors;

/// <summary>A worker that was ready is gone: it exited, was killed, or closed its pipes.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class WorkerLostException : PoolException
{
    internal WorkerLostException(
        PoolErrorContext context,
        RequestFate fate,
        string reason,
        int? exitStatus = null,
        string? signal = null,
        string? standardErrorTail = null,
        Exception? innerException = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Connection, ErrorSeverity.Major, IsTransient: true, fate),
            $"The worker was lost {When(fate)}: {reason}{ErrorText.Exit(exitStatus, signal)}. {Advice(fate)}" +
                ErrorText.StandardError(ErrorText.Tail(standardErrorTail)),
            innerException)
    {
        ExitStatus = exitStatus;
        Signal = signal;
        StandardErrorTail = ErrorText.Tail(standardErrorTail);
    }

    /// <summary>Exit status of the worker; null when it was killed or nobody knows.</summary>
    public int? ExitStatus { get; }

    /// <summary>Name of the signal that ended the worker, such as <c>SIGKILL</c>; null when none did.</summary>
    public string? Signal { get; }

    /// <summary>
    /// What the worker last wrote to standard error, at most about 4,096 characters; empty when nothing.
    /// </summary>
    public string StandardErrorTail { get; }

    private static string When(RequestFate fate) => fate switch
    {
        RequestFate.NotSent => "before the request left",
        RequestFate.Sent => "while the command ran",
        _ => "and the request may have reached it",
    };

    private static string Advice(RequestFate fate) => fate == RequestFate.NotSent
        ? "Nothing ran; the call can be made again."
        : "Find out from its standard error why it ended; " +
            "declare the command a query or idempotent if the pool may repeat it.";
}
