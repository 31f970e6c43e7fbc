using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>The command has killed so many workers in a row that the pool no longer sends it.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class CommandQuarantinedException : PoolException
{
    internal CommandQuarantinedException(PoolErrorContext context, int workersKilled, PoolException? lastFailure = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Worker, ErrorSeverity.Major),
            Invariant($"With these arguments the command has killed {workersKilled} workers in a row ") +
                "and is quarantined. " +
                "Find out why it ends its worker, then correct it or change its arguments.",
            lastFailure) => WorkersKilled = workersKilled;

    /// <summary>Workers that were lost in a row while they ran this command with these arguments.</summary>
    public int WorkersKilled { get; }
}
