using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class StartBackoffTests
{
    [Test]
    public void Delays_double_within_their_spread_up_to_the_longest([Values(1, 2, 3)] int seed)
    {
        var backoff = new StartBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), seed);

        var delays = Enumerable.Range(0, 40).Select(_ => backoff.Failed().TotalMilliseconds).ToList();

        for (var i = 0; i < 5; i++)
            delays[i].ShouldBeInRange(75 * Math.Pow(2, i), 125 * Math.Pow(2, i));
        delays.Skip(6).ShouldAllBe(delay => delay >= 4800 && delay <= 5000);
        delays[39].ShouldBe(5000);
    }

    [Test]
    public void Success_begins_anew()
    {
        var backoff = new StartBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), 1);
        for (var i = 0; i < 5; i++)
            backoff.Failed();

        backoff.Succeeded();

        backoff.Failed().TotalMilliseconds.ShouldBeInRange(75, 125);
    }

    [Test]
    public void Pools_with_other_seeds_do_not_come_back_together()
    {
        var delays = Enumerable.Range(0, 100).Select(seed =>
            new StartBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), seed).Failed().TotalMilliseconds).ToList();

        delays.Distinct().Count().ShouldBeGreaterThan(90);
        delays.ShouldAllBe(delay => delay >= 75 && delay <= 125);
        delays.Min().ShouldBeLessThan(79);
        delays.Max().ShouldBeGreaterThan(121);
    }
}
