using Pool.NUnit.Isolation;
using Pool.NUnit.Isolation.Faults;
using Pool.Runtime;

namespace TextAnalytics.Tests;

/// <summary>An index outlives the workers that hold it.</summary>
internal sealed class SurvivalTests
{
    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 2)]
    public async Task Index_is_replayed_after_a_crash(SessionPool pool, SessionIndex index, FaultInjector faults)
    {
        await index.AddAsync(CorpusTexts.America);
        await index.RemoveAsync("preamble");
        SearchAnswer before = await index.SearchAsync("liberty people");

        InjectedFault crash = await faults.CrashAsync(FaultTarget.Session(index.Session));
        SearchAnswer after = await index.SearchAsync("liberty people");

        after.Hits.ShouldBe(before.Hits);
        pool.FindSessionWorker(index.Session)!.WorkerId.ShouldNotBe(crash.WorkerId);
        pool.GetStats().Counters.ReplayedCommands.ShouldBe(16);
        await faults.WaitForRecoveryAsync(crash, within: TimeSpan.FromSeconds(30));
    }

    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Index_is_restored_from_a_snapshot_where_that_is_shorter(TestEnvironment environment)
    {
        SessionPool pool = await environment.StartPoolAsync(TextWorkers.Pool with { Name = $"{environment.TestId}-snapshots", SnapshotAfter = 5 });
        var index = new SessionIndex(pool, "me");
        await index.AddAsync(CorpusTexts.Shakespeare);
        await index.RemoveAsync("hamlet-to-be");
        NotableExpression[] before = await index.FindTypicalTermsAsync("sonnet-116");

        await pool.ClearAsync();
        NotableExpression[] after = await index.FindTypicalTermsAsync("sonnet-116");

        after.ShouldBe(before);
        (await index.SummarizeAsync()).Documents.ShouldBe(8);
        pool.GetStats().Counters.ReplayedCommands.ShouldBe(1);
    }

    [Chaos(Fault.WorkerCrash, Layer = TestLayer.Full, PoolSize = 2, Count = 3, EveryMs = 200, RecoverWithinMs = 20_000, MinSuccessRate = 0.95)]
    public async Task Questions_are_answered_alike_while_workers_are_killed(SessionPool pool, FaultInjector faults)
    {
        SessionIndex[] indexes = [.. Enumerable.Range(1, 4).Select(each => new SessionIndex(pool, $"session-{each}"))];
        foreach (CorpusDocument document in CorpusTexts.Shakespeare)
        {
            foreach (SessionIndex index in indexes)
                await index.AddAsync(document);
        }

        for (var i = 0; !faults.PlanCompletion.IsCompleted; i++)
            (await indexes[i % indexes.Length].SearchAsync("tomorrow")).Found.ShouldBe(1);

        foreach (SessionIndex index in indexes)
            (await index.FindPhraseAsync("tomorrow and tomorrow and tomorrow")).Hits.ShouldHaveSingleItem().Document.ShouldBe("macbeth-tomorrow");
    }
}
