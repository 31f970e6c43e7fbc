namespace Pool.Runtime.Errors;

/// <summary>The pool is being drained: it finishes what it has and takes nothing new.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class PoolDrainingException : PoolException
{
    internal PoolDrainingException(PoolErrorContext context)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor),
            "The pool is being drained: it finishes the calls it has and takes no new ones. Send the call to another pool.")
    {
    }

    /// <summary>For a call that the pool had and could not finish in time.</summary>
    internal PoolDrainingException(PoolErrorContext context, RequestFate fate)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor, IsTransient: false, fate),
            "The pool was drained and its grace was over before the call was. Give DrainAsync a longer grace, or end calls before it.")
    {
    }
}
