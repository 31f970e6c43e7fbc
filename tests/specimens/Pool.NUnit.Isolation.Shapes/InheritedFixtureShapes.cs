namespace Pool.NUnit.Isolation.Shapes;

/// <summary>Inherits the attribute of the fixture and the tests of its methods.</summary>
internal sealed class InheritedFixtureShapes : BaseFixtureShapes
{
    [Test]
    public void Inherited_fixture_own_test() => TestEnvironment.Current!.Pool.GetStats().Size.ShouldBe(5);

    [IsolatedTest]
    public override void Inherited_fixture_overridden() => Body().ShouldBe(5);
}
