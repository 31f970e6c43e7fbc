namespace Pool.NUnit.Isolation.Shapes;

/// <summary>A fixture to inherit from.</summary>
[IsolatedTest(PoolSize = 5)]
internal abstract class BaseFixtureShapes
{
    [Test]
    public void Inherited_fixture_test() => Body().ShouldBe(5);

    [IsolatedTest]
    public virtual void Inherited_fixture_overridden() => Assert.Fail("the override runs");

    [Test]
    public virtual void Inherited_fixture_virtual() => Body().ShouldBe(5);

    protected static int Body() => TestEnvironment.Current!.Pool.GetStats().Size;
}
