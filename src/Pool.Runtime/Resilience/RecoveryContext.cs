using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>What the failure itself does not say, but recovery depends on.</summary>
public readonly record struct RecoveryContext
{
    /// <summary>Whether the command may run twice: a query or an idempotent command. Default false.</summary>
    public bool MayBeResent { get; init; }

    /// <summary>Number of the attempt that failed; the first is 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Time left until the call's deadline; <see cref="Timeout.InfiniteTimeSpan"/> when it has none.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>
    /// Whether the failure is every worker's, not one's: it is critical then. Default false, which the pool leaves: what
    /// befalls all its workers is for its restart intensity and its <see cref="PoolState.Failed"/> state.
    /// </summary>
    public bool AffectsAllWorkers { get; init; }

    /// <summary>Whether a person waits for the call: a minor failure is major then. Default false, which the pool leaves.</summary>
    public bool IsUserFacing { get; init; }

    /// <summary>The severity that the caller knows better than the error and the rules above; null, the default, for theirs.</summary>
    public ErrorSeverity? Severity { get; init; }
}
