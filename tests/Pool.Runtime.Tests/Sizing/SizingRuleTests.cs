using Pool.Runtime.Sizing;

namespace Pool.Runtime.Tests.Sizing;

internal sealed class SizingRuleTests
{
    private static readonly SizingOptions Options = new()
    {
        MinSize = 2,
        MaxSize = 40,
        TargetUtilization = 0.5,
        TargetQueueWait = TimeSpan.FromMilliseconds(50),
        ShrinkAfter = 3,
    };

    // size, mean busy, mean queued, mean wait in ms, size decided: ceil((busy + queued, if they wait) / 0.5), at most doubled or + 4.
    [TestCase(10, 5.0, 0.0, 0, 10, TestName = "Load on target changes nothing")]
    [TestCase(10, 5.4, 0.0, 0, 10, TestName = "Load within a tenth of the target changes nothing")]
    [TestCase(10, 4.6, 0.0, 0, 10, TestName = "Load within a tenth below the target changes nothing")]
    [TestCase(10, 6.0, 0.0, 0, 12, TestName = "Utilisation above the target grows in proportion")]
    [TestCase(10, 6.1, 0.0, 0, 13, TestName = "Part of a worker is a whole one")]
    [TestCase(10, 6.0, 3.0, 50, 12, TestName = "Callers who wait no longer than they may do not count")]
    [TestCase(10, 6.0, 3.0, 51, 18, TestName = "Callers who wait too long count as load")]
    [TestCase(10, 10.0, 50.0, 900, 20, TestName = "Growth at most doubles")]
    [TestCase(2, 2.0, 50.0, 900, 6, TestName = "Small pool may add four")]
    [TestCase(30, 30.0, 50.0, 900, 40, TestName = "Growth ends at the largest size")]
    [TestCase(10, 0.1, 0.1, 51, 11, TestName = "Waiting alone grows the pool whatever its utilisation")]
    [TestCase(1, 0.5, 0.0, 0, 2, TestName = "Size below the smallest is corrected")]
    [TestCase(60, 30.0, 0.0, 0, 40, TestName = "Size above the largest is corrected")]
    public void Size_follows_the_load(int size, double busy, double queued, int waitMs, int decided) =>
        SizingRule.Decide(Options, new SizingLook(size, busy, queued, TimeSpan.FromMilliseconds(waitMs)), 0)
            .Size.ShouldBe(decided);

    [Test]
    public void Shrinking_takes_one_worker_after_enough_votes_in_a_row()
    {
        var sizes = new List<int>();
        var decision = new SizingDecision(10, 0);
        for (var i = 0; i < 7; i++)
        {
            decision = SizingRule.Decide(Options, new SizingLook(decision.Size, 0, 0, TimeSpan.Zero), decision.ShrinkVotes);
            sizes.Add(decision.Size);
        }

        sizes.ShouldBe([10, 10, 9, 9, 9, 8, 8]);
    }

    [Test]
    public void Vote_for_as_many_workers_begins_the_count_of_votes_anew()
    {
        var idle = new SizingLook(10, 0, 0, TimeSpan.Zero);
        var onTarget = new SizingLook(10, 5, 0, TimeSpan.Zero);

        var votes = SizingRule.Decide(Options, idle, 1).ShrinkVotes;
        votes.ShouldBe(2);
        SizingRule.Decide(Options, onTarget, votes).ShrinkVotes.ShouldBe(0);
    }

    [Test]
    public void Smallest_size_collects_no_votes() =>
        SizingRule.Decide(Options, new SizingLook(2, 0, 0, TimeSpan.Zero), 2).ShouldBe(new SizingDecision(2, 0));

    [Test]
    public void Any_look_ends_within_the_bounds()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var look = new SizingLook(
                random.Next(1, 100), random.NextDouble() * 200, random.NextDouble() * 2000, TimeSpan.FromMilliseconds(random.Next(0, 200)));
            var decision = SizingRule.Decide(Options, look, random.Next(0, 3));

            decision.Size.ShouldBeInRange(2, 40);
            decision.ShrinkVotes.ShouldBeInRange(0, 2);
        }
    }
}
