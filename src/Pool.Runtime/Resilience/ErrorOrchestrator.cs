using Pool.Runtime.Errors;
using Pool.Runtime.Resilience.Recovery;

namespace Pool.Runtime.Resilience;

/// <summary>
/// Decides what follows a failed attempt, limits how much recovery goes on, and counts what it did. Nothing that may
/// have taken effect is repeated unless the command may run twice, whatever the matrix says.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ErrorOrchestrator
{
    private readonly Lock _lock = new();
    private readonly ErrorOrchestratorOptions _options;
    private readonly RecoveryBudget _budget;
    private readonly Random _random;
    private readonly long[] _decided = new long[Enum.GetValues<RecoveryStrategy>().Length];
    private readonly long[] _ended = new long[Enum.GetValues<RecoveryOutcome>().Length];
    private long _started;
    private int _active;
    private long _abandoned;
    private long _capacityRejected;
    private long _budgetRejected;

    /// <summary>Creates an orchestrator with an unspent budget.</summary>
    /// <param name="options">Rules and limits.</param>
    /// <param name="timeProvider">Clock of the recovery budget.</param>
    /// <param name="seed">Seed of the jitter; the same seed and failures give the same waits.</param>
    /// <exception cref="PoolOptionsException">
    /// Options have values that are not allowed; it lists all of them.
    /// </exception>
    public ErrorOrchestrator(ErrorOrchestratorOptions options, TimeProvider timeProvider, int seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _options = options.Validated();
        _budget = new RecoveryBudget(options, timeProvider);
        _random = new Random(seed);
    }

    /// <summary>
    /// Says what should follow a failed attempt. Spends no budget; each call draws one jitter and is counted.
    /// </summary>
    /// <param name="error">The attempt's error.</param>
    /// <param name="context">What the error does not say.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The attempt number is below 1.</exception>
    public RecoveryPlan Decide(PoolException error, RecoveryContext context)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfLessThan(context.Attempt, 1, nameof(context));
        lock (_lock)
        {
            var plan = RecoveryDecision.For(_options.Matrix, error, context, _random.NextDouble());
            _decided[(int)plan.Strategy]++;
            return plan;
        }
    }

    /// <summary>What was decided so far and what became of it, as of one moment.</summary>
    /// <returns>A snapshot.</returns>
    public ErrorOrchestratorStats GetStats()
    {
        lock (_lock)
        {
            return new ErrorOrchestratorStats
            {
                Decided = Enum.GetValues<RecoveryStrategy>().ToDictionary(each => each, each => _decided[(int)each]),
                Started = _started,
                Active = _active,
                Succeeded = _ended[(int)RecoveryOutcome.Succeeded],
                Failed = _ended[(int)RecoveryOutcome.Failed],
                Cancelled = _ended[(int)RecoveryOutcome.Cancelled],
                Abandoned = _abandoned,
                CapacityRejected = _capacityRejected,
                BudgetRejected = _budgetRejected,
            };
        }
    }

    /// <summary>Counts a call, whether or not it fails; retries are a share of these. Allocates nothing.</summary>
    internal void CountCall() => _budget.CountCall();

    /// <summary>Starts the first retry of a call, if capacity and budget allow.</summary>
    /// <returns>
    /// <see cref="AbandonReason.None"/> when it may go on; then <see cref="EndRecovery"/> must follow.
    /// </returns>
    internal AbandonReason TryBeginRecovery()
    {
        lock (_lock)
        {
            // Capacity first: a recovery that cannot start must not spend what another could use.
            var refusal = _active >= _options.MaxConcurrentRecoveries ? AbandonReason.RecoveryCapacityExceeded
                : TrySpend_NeedsLock();
            if (refusal == AbandonReason.RecoveryCapacityExceeded)
            {
                _capacityRejected++;
            }
            else if (refusal == AbandonReason.None)
            {
                _started++;
                _active++;
            }

            return refusal;
        }
    }

    /// <summary>Starts a further retry of a recovery that is under way, if the budget allows.</summary>
    internal AbandonReason TryContinueRecovery()
    {
        lock (_lock)
        {
            return TrySpend_NeedsLock();
        }
    }

    internal void EndRecovery(RecoveryOutcome outcome)
    {
        lock (_lock)
        {
            _active--;
            _ended[(int)outcome]++;
        }
    }

    /// <summary>Counts a failure that is reported without any retry.</summary>
    internal void CountAbandoned()
    {
        lock (_lock)
        {
            _abandoned++;
        }
    }

    private AbandonReason TrySpend_NeedsLock()
    {
        if (_budget.TrySpend())
        {
            return AbandonReason.None;
        }

        _budgetRejected++;
        return AbandonReason.BudgetExhausted;
    }
}
