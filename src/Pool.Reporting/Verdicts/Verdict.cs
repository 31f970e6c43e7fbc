using System.Text.Json.Serialization;

namespace Pool.Reporting.Verdicts;

/// <summary>A benchmark's comparison with its baseline.</summary>
public sealed record Verdict
{
    /// <summary>What it came to.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence with values; for an Inconclusive one also what to do.</summary>
    public required string Reason { get; init; }

    /// <summary>The comparison of each metric; empty when it never came to comparing.</summary>
    public IReadOnlyList<MetricVerdict> Metrics { get; init; } = [];

    /// <summary>Whether the test must fail: only for <see cref="VerdictOutcome.Regressed"/>.</summary>
    [JsonIgnore]
    public bool FailsTest => Outcome == VerdictOutcome.Regressed;
}
