using Pool.NUnit.Isolation.Load;

namespace Pool.NUnit.Isolation.Tests.Load;

internal sealed class LoadPlanTests
{
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Weight_that_is_not_positive_and_finite_is_refused(double weight) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new LoadPlan().Operation("a", weight, Nothing));

    [Test]
    public void Name_used_twice_is_refused() => Should.Throw<ArgumentException>(
        static () => new LoadPlan().Operation("a", 1, Nothing).Operation("a", 1, Nothing)).Message.ShouldContain("\"a\" exists already");

    [Test]
    public void Operations_keep_their_order()
    {
        LoadPlan plan = new LoadPlan().Operation("read", 70, Nothing).Operation("write", 30, Nothing);
        plan.Operations.Select(static o => (o.Name, o.Weight)).ShouldBe([("read", 70d), ("write", 30d)]);
    }

    private static ValueTask Nothing(LoadContext context) => ValueTask.CompletedTask;
}
