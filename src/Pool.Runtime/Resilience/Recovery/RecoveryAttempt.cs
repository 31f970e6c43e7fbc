using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience.Recovery;

/// <summary>What the next attempt at a call has to know.</summary>
/// <param name="Number">Number of this attempt; the first retry is 2.</param>
/// <param name="Strategy">Why it is made.</param>
/// <param name="Previous">The failure it follows.</param>
internal readonly record struct RecoveryAttempt(int Number, RecoveryStrategy Strategy, PoolException Previous)
{
    /// <summary>Worker that this attempt must not use if there is another; null when any will do.</summary>
    public string? AvoidWorkerId => Strategy == RecoveryStrategy.FailOver ? Previous.WorkerId : null;
}
