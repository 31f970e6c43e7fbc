namespace Pool.NUnit.Isolation.Determinism;

/// <summary>What one operation of <see cref="StartTogether"/> did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">What it returned; null unless it succeeded.</param>
/// <param name="Error">What it threw; null unless it failed.</param>
/// <param name="StartedAfter">From the release of the barrier to its start.</param>
/// <param name="Duration">From its start to its end, or to the deadline.</param>
public sealed record OperationResult(
    string Name,
    OperationOutcome Outcome,
    object? Value,
    Exception? Error,
    TimeSpan StartedAfter,
    TimeSpan Duration);
