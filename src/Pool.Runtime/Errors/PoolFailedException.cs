using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>Workers failed more often than the restart intensity allows; the pool has given up.</summary>
/// <remarks><see cref="Exception.InnerException"/> is the last failure. Reading is thread-safe.</remarks>
public sealed class PoolFailedException : PoolException
{
    internal PoolFailedException(PoolErrorContext context, int failures, TimeSpan window, PoolException? lastFailure)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Critical),
            Invariant($"The pool has failed: {failures} workers were lost or did not start ") +
                $"within {ErrorText.Of(window)}. " +
                "Correct the cause (see the inner exception), then start a new pool; raise the restart intensity " +
                "only if such losses are normal." +
                (lastFailure is null ? "" : $" Last failure: {lastFailure.Message}"),
            lastFailure)
    {
        Failures = failures;
        Window = window;
    }

    /// <summary>Failures counted within <see cref="Window"/>.</summary>
    public int Failures { get; }

    /// <summary>Time over which the failures were counted.</summary>
    public TimeSpan Window { get; }
}
