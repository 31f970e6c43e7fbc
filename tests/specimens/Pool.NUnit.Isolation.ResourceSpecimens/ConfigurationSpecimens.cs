using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Services by assembly, base class, class, fixture and method: all are there, the nearest comes last and counts.</summary>
[AddName("class")]
internal sealed class ConfigurationSpecimens : NamedFixture, IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton("fixture");
        services.AddScoped<StringWriter>();
    }

    [IsolatedTest]
    [AddName("method")]
    public void Nearest_comes_last(TestEnvironment environment, string name)
    {
        environment.Services.GetServices<string>().ShouldBe(["assembly", "base", "class", "fixture", "method"]);
        name.ShouldBe("method");
    }

    [IsolatedTest]
    public void Method_without_one_has_the_others(string name) => name.ShouldBe("fixture");

    [IsolatedTest]
    public void Keyed_services_are_injected([FromKeyedServices("base")] Uri ofBase, [FromKeyedServices("class")] Uri ofClass)
    {
        ofBase.ShouldBe(new Uri("test:base"));
        ofClass.ShouldBe(new Uri("test:class"));
    }

    [TestCase(1)]
    [IsolatedTest]
    public void Keyed_service_beside_data(int data, [FromKeyedServices("base")] Uri? injected = null)
    {
        data.ShouldBe(1);
        injected.ShouldBe(new Uri("test:base"));
    }

    [IsolatedTest]
    public void Unknown_key([FromKeyedServices("nobody")] Uri uri) => Assert.Fail($"{uri}");

    [IsolatedTest]
    public async Task Scoped_service_is_one_in_the_test_and_another_in_a_scope_of_its_own(TestEnvironment environment, StringWriter writer)
    {
        environment.Services.GetRequiredService<StringWriter>().ShouldBeSameAs(writer);
        await using AsyncServiceScope scope = environment.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<StringWriter>().ShouldNotBeSameAs(writer);
    }
}
