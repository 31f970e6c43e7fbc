using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>No worker came free within the queue timeout.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class QueueTimeoutException : PoolException
{
    internal QueueTimeoutException(
        PoolErrorContext context, TimeSpan waited, TimeSpan queueTimeout, int size, int maxOverflow, int busyWorkers)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Minor, IsTransient: true),
            $"No worker came free in {ErrorText.Of(waited)}; " +
                Invariant($"{busyWorkers} of {size + maxOverflow} workers are busy. ") +
                Invariant($"Raise Size (now {size}), MaxOverflow (now {maxOverflow}) or QueueTimeout ") +
                $"(now {ErrorText.Of(queueTimeout)}), or make the commands shorter.")
    {
        Waited = waited;
        BusyWorkers = busyWorkers;
    }

    /// <summary>Time the caller waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>Workers that were busy when the caller gave up.</summary>
    public int BusyWorkers { get; }
}
