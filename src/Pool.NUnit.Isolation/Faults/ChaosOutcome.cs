using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>How a fault plan went.</summary>
/// <param name="Summary">In numbers.</param>
/// <param name="Failures">Why the test fails; empty when it doesn't.</param>
internal sealed record ChaosOutcome(ChaosSummary Summary, IReadOnlyList<string> Failures);
