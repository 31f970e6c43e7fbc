using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Services of the user's own. The last ones fail: their disposal does.</summary>
internal sealed class ServiceSpecimens : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton<SingletonService>();
        services.AddScoped<ScopedService>();
        services.AddTransient(_ => new TransientService(environment.TestName.Contains("broken", StringComparison.Ordinal)));
    }

    [IsolatedTest]
    public void Injects_each_lifetime(SingletonService singleton, ScopedService scoped, TransientService transient)
    {
        scoped.Singleton.ShouldBeSameAs(singleton);
        transient.ShouldNotBeNull();
    }

    [IsolatedTest]
    public void Releases_the_rest_of_a_broken_service(SingletonService singleton, TransientService transient) =>
        singleton.ShouldNotBe((object)transient);
}
