namespace Pool.Runtime.Resilience;

/// <summary>Why a failed attempt is not followed by another.</summary>
public enum AbandonReason
{
    /// <summary>It is followed by another.</summary>
    None,

    /// <summary>The matrix says so.</summary>
    Rule,

    /// <summary>The request may have taken effect and must not be repeated.</summary>
    UnsafeToResend,

    /// <summary>The same call would fail again.</summary>
    NotTransient,

    /// <summary>The rule's retries are used up, or the failure stayed critical.</summary>
    AttemptsExhausted,

    /// <summary>The next attempt would begin after the deadline.</summary>
    DeadlineTooClose,

    /// <summary>Too many calls are being recovered at once.</summary>
    RecoveryCapacityExceeded,

    /// <summary>Too large a share of recent calls were retries.</summary>
    BudgetExhausted,
}
