namespace Pool.NUnit.Isolation.ResourceSpecimens;

[UseResource<FixtureServer>(ResourceLifetime.Fixture)]
internal abstract class FixtureSpecimensBase
{
    private FixtureServer? _server;

    [OneTimeTearDown]
    public static void End() => Journal.Note($"one-time tear-down of {TestContext.CurrentContext.Test.DisplayName}");

    [SetUp]
    public void Started_before_set_up() => _server = (FixtureServer?)TestEnvironment.Current!.Services.GetService(typeof(FixtureServer));

    [IsolatedTest]
    public void In_a_fixture([Values(1, 2, 3)] int number)
    {
        Journal.Note($"test of {TestEnvironment.Current!.TestName} with {_server!.Id}");
        number.ShouldBeInRange(1, 3);
        _server.IsRunning.ShouldBeTrue();
    }
}
