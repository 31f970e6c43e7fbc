using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>The workers of the repository keep every requirement.</summary>
internal sealed class ConformingWorkerTests
{
    // All of them at once, and the broken ones beside them, on few processors.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static IEnumerable<TestCaseData> Workers() =>
    [
        new TestCaseData(KnownWorkers.PythonSdk, new[] { "P26" }).SetArgDisplayNames("pool_worker"),
        new TestCaseData(KnownWorkers.DotNetSdk, Array.Empty<string>()).SetArgDisplayNames("Pool.Worker"),
        new TestCaseData(KnownWorkers.OtherLanguage, Array.Empty<string>()).SetArgDisplayNames("OtherLanguageWorker"),
        new TestCaseData(KnownWorkers.Broken(), Array.Empty<string>()).SetArgDisplayNames("BrokenWorker without a break"),
    ];

    [TestCaseSource(nameof(Workers))]
    public async Task Worker_conforms_in_all_that_it_offers(WorkerCommand command, string[] inPart)
    {
        List<Verdict> verdicts = await JudgeAsync(command);

        verdicts.Where(verdict => verdict.Outcome == Outcome.Failed).ShouldBeEmpty();
        verdicts.Where(verdict => verdict.Outcome == Outcome.NotApplicable).ShouldAllBe(verdict => verdict.Requirement.DutyOfTheHost != null);
        verdicts.Where(verdict => verdict.Outcome == Outcome.PassedInPart).Select(verdict => verdict.Requirement.Number).ShouldBe(inPart);
    }

    [Test]
    public async Task Worker_without_commands_is_judged_by_what_its_hello_offers()
    {
        List<Verdict> verdicts = await JudgeAsync(KnownWorkers.WithoutCommands);

        verdicts.Where(verdict => verdict.Outcome == Outcome.Failed).ShouldBeEmpty();
        verdicts.Single(verdict => verdict.Requirement.Number == "P40").ToString()
            .ShouldBe("P40 | not applicable | a stream that is cancelled ends soon | a million chunks: needs command count");
        verdicts.Single(verdict => verdict.Requirement.Number == "P43").Outcome.ShouldBe(Outcome.Passed);
    }

    private static async Task<List<Verdict>> JudgeAsync(WorkerCommand command)
    {
        using var suite = new ConformanceSuite(command, Patience, Environment.ProcessorCount);
        return await suite.RunAsync(Catalog.All).ToListAsync();
    }
}
