namespace Pool.NUnit.Isolation.Shapes;

/// <summary>A generic fixture, once per type.</summary>
[TestFixture(typeof(int))]
[TestFixture(typeof(string))]
internal sealed class GenericShapes<T>
{
    [IsolatedTest]
    public void Generic_fixture(TestEnvironment env) => env.TestName.ShouldContain(typeof(T).Name, Case.Insensitive);

    [IsolatedTest]
    [TestCase(1)]
    [TestCase("text")]
    public void Generic_method<TArgument>(TArgument value, TestEnvironment? env = null)
    {
        value.ShouldBeOfType<TArgument>();
        env.ShouldBeSameAs(TestEnvironment.Current);
    }
}
