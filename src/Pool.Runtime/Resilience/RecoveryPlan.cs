namespace Pool.Runtime.Resilience;

/// <summary>What follows a failed attempt.</summary>
public readonly record struct RecoveryPlan
{
    private RecoveryPlan(RecoveryStrategy strategy, TimeSpan delay, AbandonReason reason) =>
        (Strategy, Delay, Reason) = (strategy, delay, reason);

    /// <summary>What to do.</summary>
    public RecoveryStrategy Strategy { get; }

    /// <summary>Wait before the next attempt; zero when there is none.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Why no attempt follows; <see cref="AbandonReason.None"/> when one does.</summary>
    public AbandonReason Reason { get; }

    /// <summary>Whether another attempt follows.</summary>
    public bool IsRetry =>
        Strategy is RecoveryStrategy.RetryNow or RecoveryStrategy.BackOff or RecoveryStrategy.FailOver;

    internal static RecoveryPlan OpenCircuit { get; } =
        new(RecoveryStrategy.OpenCircuit, TimeSpan.Zero, AbandonReason.Rule);

    internal static RecoveryPlan Retry(RecoveryStrategy strategy, TimeSpan delay) =>
        new(strategy, delay, AbandonReason.None);

    internal static RecoveryPlan Abandon(AbandonReason reason) =>
        new(RecoveryStrategy.Abandon, TimeSpan.Zero, reason);
}
