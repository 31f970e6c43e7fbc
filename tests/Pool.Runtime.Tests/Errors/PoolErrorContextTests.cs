using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class PoolErrorContextTests
{
    private static readonly PoolErrorContext Outer = new("outer") { WorkerId = "w", SessionId = "s", Command = "c", Attempts = 9 };

    [Test]
    public void Gaps_are_filled_from_the_layer_above() =>
        new PoolErrorContext("").FilledFrom(Outer).ShouldBe(Outer with { Attempts = 1 });

    [Test]
    public void What_is_known_already_wins()
    {
        var known = new PoolErrorContext("p") { WorkerId = "w1", SessionId = "s1", Command = "c1", Attempts = 2 };

        known.FilledFrom(Outer).ShouldBe(known);
    }
}
