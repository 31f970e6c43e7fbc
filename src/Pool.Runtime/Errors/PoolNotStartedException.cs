namespace Pool.Runtime.Errors;

/// <summary>The pool belongs to a container whose host has not started it yet.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class PoolNotStartedException : PoolException
{
    internal PoolNotStartedException(PoolErrorContext context)
        : base(
            context,
            new ErrorNature(ErrorCategory.System, ErrorSeverity.Major, IsTransient: true, RequestFate.NotSent),
            "The pool has not been started. Start the host first, or, without a host, " +
                "await StartSessionPoolsAsync() of the service provider before the first call.")
    {
    }
}
