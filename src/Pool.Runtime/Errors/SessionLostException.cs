namespace Pool.Runtime.Errors;

/// <summary>A session's state is gone and could not be restored; nothing was invented in its place.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class SessionLostException : PoolException
{
    internal SessionLostException(
        PoolErrorContext context,
        string reason,
        RequestFate fate = RequestFate.NotSent,
        Exception? innerException = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Session, ErrorSeverity.Major, IsTransient: false, fate),
            $"The session's state is lost: {reason}. End the session and build its state anew; give the worker " +
                "snapshot and restore, or make its mutations repeatable, to survive the loss of a worker.",
            innerException) => Reason = reason;

    /// <summary>Why the state could not be restored.</summary>
    public string Reason { get; }
}
