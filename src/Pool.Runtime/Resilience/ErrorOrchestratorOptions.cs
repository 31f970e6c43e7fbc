using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>What recovery may do, and how much of it.</summary>
public sealed record ErrorOrchestratorOptions
{
    /// <summary>Which rule holds for each kind of failure. Default <see cref="RecoveryMatrix.Default"/>.</summary>
    public RecoveryMatrix Matrix { get; init; } = RecoveryMatrix.Default;

    /// <summary>
    /// Calls that may be under recovery at once; a further failure is reported at once. Default 10; at least 1.
    /// </summary>
    public int MaxConcurrentRecoveries { get; init; } = 10;

    /// <summary>
    /// Retries allowed, as a share of the calls within <see cref="BudgetWindow"/>. Default 0.2; 0 to 1.
    /// </summary>
    public double RetryShare { get; init; } = 0.2;

    /// <summary>
    /// Retries allowed within <see cref="BudgetWindow"/> on top of the share. Default 10; not negative.
    /// </summary>
    public int MinimumRetries { get; init; } = 10;

    /// <summary>How far back calls and retries are counted. Default 10 s; at least 10 ms, at most one day.</summary>
    public TimeSpan BudgetWindow { get; init; } = TimeSpan.FromSeconds(10);

    internal ErrorOrchestratorOptions Validated()
    {
        new OptionsCheck(nameof(ErrorOrchestratorOptions))
            .Require(Matrix is not null, nameof(Matrix), Matrix, "given")
            .Require(
                MaxConcurrentRecoveries >= 1, nameof(MaxConcurrentRecoveries), MaxConcurrentRecoveries, "at least 1")
            .Require(RetryShare is >= 0 and <= 1, nameof(RetryShare), RetryShare, "from 0 to 1")
            .Require(MinimumRetries >= 0, nameof(MinimumRetries), MinimumRetries, "zero or more")
            .Require(
                BudgetWindow >= TimeSpan.FromMilliseconds(10) && BudgetWindow <= TimeSpan.FromDays(1),
                nameof(BudgetWindow),
                BudgetWindow,
                "from 10 ms to one day")
            .ThrowIfInvalid();
        return this;
    }
}
