using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>A resource for each execution of a test.</summary>
internal sealed class TestLifetimeSpecimens : IConfigureTestServices
{
    private static int _attempts;

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment) => services
        .AddTestResource<TestDatabase>()
        .AddSingleton(static p => new Client(p.GetRequiredService<TestDatabase>()));

    [IsolatedTest]
    [Repeat(3)]
    public void Repeated_with_its_own(TestDatabase database, TestEnvironment environment)
    {
        database.Address.ShouldBe(environment.TestId);
        database.IsRunning.ShouldBeTrue();
    }

    [IsolatedTest]
    [Retry(2)]
    public void Retried_with_its_own(TestDatabase database)
    {
        database.IsRunning.ShouldBeTrue();
        Assert.That(Interlocked.Increment(ref _attempts), Is.EqualTo(2));
    }

    [IsolatedTest]
    public void Service_ends_before_its_resource(Client client) => client.Resource.IsRunning.ShouldBeTrue();
}
