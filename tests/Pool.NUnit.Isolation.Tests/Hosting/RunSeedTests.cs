using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Tests.Hosting;

internal sealed class RunSeedTests
{
    [Test]
    public void Seed_of_the_variable_is_taken()
    {
        RunSeed.Parse("0").ShouldBe(0);
        RunSeed.Parse("2147483647").ShouldBe(int.MaxValue);
    }

    [Test]
    public void Unset_variable_draws_another_seed_each_time() =>
        Enumerable.Range(0, 20).Select(static _ => RunSeed.Parse(null)).Distinct().Count().ShouldBeGreaterThan(15);

    [TestCase("-1")]
    [TestCase("2147483648")]
    [TestCase("0x10")]
    [TestCase("seed")]
    public void Anything_else_is_refused_with_the_range(string value) =>
        Should.Throw<FormatException>(() => RunSeed.Parse(value)).Message.ShouldContain("0 to 2147483647");

    [Test]
    public void Seed_of_a_test_follows_from_run_name_and_repetition()
    {
        ulong seed = RunSeed.ForTest(7, "A.B", 0);
        RunSeed.ForTest(7, "A.B", 0).ShouldBe(seed);
        ulong[] others = [RunSeed.ForTest(8, "A.B", 0), RunSeed.ForTest(7, "A.C", 0), RunSeed.ForTest(7, "A.B", 1)];
        others.ShouldNotContain(seed);
    }
}
