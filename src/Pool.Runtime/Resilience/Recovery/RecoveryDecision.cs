using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience.Recovery;

/// <summary>
/// From a failure to a plan, without clock, lock or random source. Safety comes first, the matrix second.
/// </summary>
internal static class RecoveryDecision
{
    private const int AttemptsBeforeUpgrade = 3;
    private const int AttemptsWhileCritical = 2;

    /// <param name="matrix">Which rule holds.</param>
    /// <param name="error">The failed attempt's error.</param>
    /// <param name="context">What else matters.</param>
    /// <param name="chance">A draw from [0, 1) for the jitter.</param>
    public static RecoveryPlan For(RecoveryMatrix matrix, PoolException error, RecoveryContext context, double chance)
    {
        if (error.RequestFate != RequestFate.NotSent && !context.MayBeResent)
        {
            return RecoveryPlan.Abandon(AbandonReason.UnsafeToResend);
        }

        var severity = Upgraded(error.Severity, context);
        if (severity == ErrorSeverity.Critical && context.Attempt > AttemptsWhileCritical)
        {
            return RecoveryPlan.Abandon(AbandonReason.AttemptsExhausted);
        }

        var rule = matrix[error.Category, severity];
        return rule.Strategy switch
        {
            RecoveryStrategy.Abandon => RecoveryPlan.Abandon(AbandonReason.Rule),
            RecoveryStrategy.OpenCircuit => RecoveryPlan.OpenCircuit,
            _ when !error.IsTransient => RecoveryPlan.Abandon(AbandonReason.NotTransient),
            _ => Retry(rule, context, chance),
        };
    }

    /// <summary>
    /// What its surroundings make of a failure: every worker's is critical, a minor one that a person waits for is major,
    /// and one that survived three attempts is one step worse. What the context says outright wins.
    /// </summary>
    public static ErrorSeverity Upgraded(ErrorSeverity severity, RecoveryContext context)
    {
        if (context.Severity is { } known)
            return known;
        if (context.AffectsAllWorkers)
            return ErrorSeverity.Critical;
        if (context.IsUserFacing && severity == ErrorSeverity.Minor)
            severity = ErrorSeverity.Major;
        return context.Attempt > AttemptsBeforeUpgrade && severity < ErrorSeverity.Critical ? severity + 1 : severity;
    }

    private static RecoveryPlan Retry(RecoveryRule rule, RecoveryContext context, double chance)
    {
        if (context.Attempt > rule.MaxRetries)
        {
            return RecoveryPlan.Abandon(AbandonReason.AttemptsExhausted);
        }

        var delay = rule.Strategy switch
        {
            RecoveryStrategy.BackOff => BackoffDelays.Delay(rule.Delays, context.Attempt, chance),
            RecoveryStrategy.RetryNow when context.Attempt > 1 =>
                BackoffDelays.Delay(rule.Delays, context.Attempt - 1, chance),
            _ => TimeSpan.Zero,
        };
        return context.Remaining != Timeout.InfiniteTimeSpan && delay >= context.Remaining
            ? RecoveryPlan.Abandon(AbandonReason.DeadlineTooClose)
            : RecoveryPlan.Retry(rule.Strategy, delay);
    }
}
