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
}
