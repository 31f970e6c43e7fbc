using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>How a load went.</summary>
internal sealed record PerformanceOutcome(LoadRecord? Record, Verdict? Verdict, IReadOnlyList<string> Failures);
