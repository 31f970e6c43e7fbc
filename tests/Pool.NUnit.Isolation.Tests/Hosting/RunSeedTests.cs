using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Tests.Hosting;

internal sealed class RunSeedTests
{
    [Test]
    public void Run_draws_another_seed_each_time() =>
        Enumerable.Range(0, 20).Select(static _ => RunSeed.Draw()).Distinct().Count().ShouldBeGreaterThan(15);

    [Test]
    public void Seed_of_a_test_follows_from_run_name_and_repetition()
    {
        ulong seed = RunSeed.ForTest(7, "A.B", 0);
        RunSeed.ForTest(7, "A.B", 0).ShouldBe(seed);
        ulong[] others = [RunSeed.ForTest(8, "A.B", 0), RunSeed.ForTest(7, "A.C", 0), RunSeed.ForTest(7, "A.B", 1)];
        others.ShouldNotContain(seed);
    }
}
