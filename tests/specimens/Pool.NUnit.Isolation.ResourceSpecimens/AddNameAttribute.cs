using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Adds a name to the services of the tests it stands at.</summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AddNameAttribute(string name) : Attribute, IConfigureTestServices
{
    public string Name => name;

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton(name);
        services.AddKeyedSingleton(name, (_, key) => new Uri($"test:{key}"));
    }
}
