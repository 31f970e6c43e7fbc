namespace Pool.Runtime.Errors;

/// <summary>A worker did not become ready: it could not be started, died early or did not say hello in time.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class WorkerStartException : PoolException
{
    private readonly string _reason;

    internal WorkerStartException(
        PoolErrorContext context,
        string workerCommand,
        string reason,
        int? exitStatus = null,
        string? signal = null,
        string? standardErrorTail = null,
        Exception? innerException = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Initialization, ErrorSeverity.Major, IsTransient: true),
            $"The worker did not start: {reason.TrimEnd('.')}{ErrorText.Exit(exitStatus, signal)}. " +
                $"Run '{workerCommand}' in a shell, then correct the command, its interpreter or what it imports, " +
                "or allow it more time to start." +
                ErrorText.StandardError(ErrorText.Tail(standardErrorTail)),
            innerException)
    {
        _reason = reason;
        WorkerCommand = workerCommand;
        ExitStatus = exitStatus;
        Signal = signal;
        StandardErrorTail = ErrorText.Tail(standardErrorTail);
    }

    /// <summary>The command line, or whatever else the adapter starts, as it was tried.</summary>
    public string WorkerCommand { get; }

    /// <summary>Exit status of the worker; null when it had not exited, was killed, or nobody knows.</summary>
    public int? ExitStatus { get; }

    /// <summary>Name of the signal that ended the worker, such as <c>SIGKILL</c>; null when none did.</summary>
    public string? Signal { get; }

    /// <summary>
    /// What the worker last wrote to standard error, at most about 4,096 characters; empty when nothing.
    /// </summary>
    public string StandardErrorTail { get; }

    /// <summary>The same failure for one of several callers: an exception belongs to one call.</summary>
    internal WorkerStartException For(PoolErrorContext context) => new(
        context with { WorkerId = WorkerId }, WorkerCommand, _reason, ExitStatus, Signal, StandardErrorTail, InnerException);
}
