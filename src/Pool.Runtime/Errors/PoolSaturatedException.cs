using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>The queue is full; the call was turned away at once.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class PoolSaturatedException : PoolException
{
    internal PoolSaturatedException(PoolErrorContext context, int queueLimit, int workers)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor, IsTransient: true),
            Invariant($"All {queueLimit} places in the queue are taken and all {workers} workers are busy. ") +
                "Send fewer calls at once, raise Size or MaxOverflow, or raise MaxQueue " +
                Invariant($"(now {queueLimit}) if callers can wait longer.")) => QueueLimit = queueLimit;

    /// <summary>Callers that may wait at once.</summary>
    public int QueueLimit { get; }
}
