namespace Pool.Runtime.Errors;

/// <summary>The pool is disposed or draining and takes no more calls.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class PoolDisposedException : PoolException
{
    internal PoolDisposedException(
        PoolErrorContext context, string state = "disposed", RequestFate fate = RequestFate.NotSent)
        : base(
            context,
            new ErrorNature(ErrorCategory.System, ErrorSeverity.Critical, IsTransient: false, fate),
            $"The pool is {state} and takes no more calls. Make calls only while the pool lives, " +
                "or await all of them before DrainAsync and DisposeAsync.")
    {
    }
}
