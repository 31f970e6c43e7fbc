#nullable enable
using System.Collections.Generic;
using System.Linq;

/// <summary>What a set of test runs came to.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failures">Tests that failed, and runs that broke off; each by name.</param>
/// <param name="Skipped">Tests that were ignored, skipped or inconclusive.</param>
internal sealed record TestTotals(int Passed, IReadOnlyList<string> Failures, int Skipped)
{
    public static TestTotals None { get; } = new(0, [], 0);

    public int Count => Passed + Failures.Count + Skipped;

    public TestTotals Plus(TestTotals other) =>
        new(Passed + other.Passed, [.. Failures, .. other.Failures], Skipped + other.Skipped);

    /// <summary>A run that broke off counts as a failure of its own: its tests that never ran appear nowhere else.</summary>
    public TestTotals PlusFailure(string what) => this with { Failures = [.. Failures, what] };

    public override string ToString() => $"{Passed} passed, {Failures.Count} failed, {Skipped} skipped";
}
