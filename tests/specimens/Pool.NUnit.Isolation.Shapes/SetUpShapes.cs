namespace Pool.NUnit.Isolation.Shapes;

/// <summary>Set-up that fails: the environment is torn down all the same, and tear-down still sees it.</summary>
internal sealed class SetUpShapes
{
    [SetUp]
    public void SetUp()
    {
        TestEnvironment.Current!.Resources.Push("resource of set-up", static _ =>
        {
            Console.Error.WriteLine("the resource of set-up was released");
            return ValueTask.CompletedTask;
        });
        throw new InvalidOperationException("set-up broke");
    }

    [TearDown]
    public void TearDown() => TestEnvironment.Current.ShouldNotBeNull();

    [IsolatedTest]
    public void SetUp_that_fails() => Assert.Fail("the body ran");
}
