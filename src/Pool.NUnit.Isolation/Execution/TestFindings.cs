using Pool.Reporting.Records;
using Pool.Reporting.Verdicts;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What was learnt about one run of a test, for its record.</summary>
internal sealed record TestFindings
{
    public long StartedAt { get; init; }

    public TimeSpan Setup { get; init; }

    public TimeSpan Teardown { get; init; }

    public TimeSpan Total { get; init; }

    public IReadOnlyList<FaultEvidence> Faults { get; init; } = [];

    public ChaosSummary? Chaos { get; init; }

    public LoadRecord? Load { get; init; }

    public Verdict? Verdict { get; init; }
}
