using Pool.Protocol.Conformance.Requirements;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>Each part of a requirement catches the worker that breaks it.</summary>
internal sealed class BrokenWorkerTests
{
    // A worker that hangs costs all of it. One that is slow to start is caught for the wrong reason, never missed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static IEnumerable<TestCaseData> Breaks() => Break.All.Select(broken => new TestCaseData(broken).SetArgDisplayNames(broken.Name));

    [TestCaseSource(nameof(Breaks))]
    public async Task Broken_worker_is_caught_by_the_part_that_it_breaks(Break broken)
    {
        Requirement whole = Catalog.All.Single(requirement => requirement.Number == broken.Number);
        Requirement part = whole with { Parts = [.. whole.Parts.Where(part => part.Name == broken.Part)] };
        using var suite = new ConformanceSuite(KnownWorkers.Broken("--break", broken.Name), Patience, atOnce: 1);

        Verdict verdict = (await suite.RunAsync([part]).ToListAsync()).ShouldHaveSingleItem();

        verdict.Outcome.ShouldBe(Outcome.Failed, verdict.ToString());
        TestContext.Out.WriteLine(verdict);
    }
}
