namespace Pool.NUnit.Isolation.Shapes;

/// <summary>Isolated by the assembly's attribute alone.</summary>
internal sealed class AssemblyShapes
{
    [Test]
    public void Assembly_test() => TestEnvironment.Current!.Pool.GetStats().Size.ShouldBe(4);

    [TestCase(1)]
    [TestCase(2)]
    public void Assembly_cases(int number, TestEnvironment? env = null)
    {
        number.ShouldBeInRange(1, 2);
        env.ShouldBeSameAs(TestEnvironment.Current);
    }

    [Test]
    [MaxTime(60_000)]
    public void Assembly_attribute_that_another_hides() => Assert.Fail("the body ran without an environment");
}
