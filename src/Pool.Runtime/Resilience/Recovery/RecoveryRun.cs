using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience.Recovery;

/// <summary>One call under recovery: asks the orchestrator after each failure and remembers its answer.</summary>
/// <remarks>Not thread-safe; a call makes one attempt at a time.</remarks>
internal sealed class RecoveryRun(ErrorOrchestrator orchestrator, Func<bool> mayBeResent, Deadline deadline)
{
    private bool _hasBegun;
    private PoolException? _previous;

    /// <summary>Attempts made; the one that failed before the recovery is the first.</summary>
    public int Attempts { get; private set; } = 1;

    /// <summary>What was decided after the last failure.</summary>
    public RecoveryPlan Plan { get; private set; }

    /// <summary>Decides whether another attempt follows the one that just failed.</summary>
    public bool ShouldRetry(PoolException error)
    {
        _previous = error;
        var context = new RecoveryContext
        {
            MayBeResent = mayBeResent(),
            Attempt = Attempts,
            Remaining = deadline.Remaining,
        };
        Plan = orchestrator.Decide(error, context);
        if (!Plan.IsRetry)
        {
            return false;
        }

        var refusal = _hasBegun ? orchestrator.TryContinueRecovery() : orchestrator.TryBeginRecovery();
        if (refusal != AbandonReason.None)
        {
            Plan = RecoveryPlan.Abandon(refusal);
            return false;
        }

        return _hasBegun = true;
    }

    public RecoveryAttempt NextAttempt() => new(++Attempts, Plan.Strategy, _previous!);

    /// <summary>Settles the counts. To be called exactly once.</summary>
    public void End(Exception? error)
    {
        if (!_hasBegun)
        {
            orchestrator.CountAbandoned();
            return;
        }

        orchestrator.EndRecovery(error switch
        {
            null => RecoveryOutcome.Succeeded,
            OperationCanceledException => RecoveryOutcome.Cancelled,
            _ => RecoveryOutcome.Failed,
        });
    }
}
