namespace Pool.Runtime.Errors;

/// <summary>The session's own worker is busy, and the pool's affinity is <see cref="SessionAffinity.StrictFailFast"/>.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class SessionWorkerBusyException : PoolException
{
    internal SessionWorkerBusyException(PoolErrorContext context, string workerId)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor, IsTransient: true),
            $"The session's worker '{workerId}' is busy and Affinity is StrictFailFast. " +
                "Try again later, raise Size so that fewer sessions share a worker, or set Affinity to StrictQueue to wait.")
    {
    }
}
