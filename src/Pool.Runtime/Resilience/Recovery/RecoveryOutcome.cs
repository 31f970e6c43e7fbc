namespace Pool.Runtime.Resilience.Recovery;

/// <summary>How a recovery ended.</summary>
internal enum RecoveryOutcome
{
    Succeeded,
    Failed,
    Cancelled,
}
