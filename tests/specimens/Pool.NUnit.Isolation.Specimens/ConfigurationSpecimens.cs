using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>The fixture breaks while it registers services.</summary>
internal sealed class ConfigurationSpecimens : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        environment.Resources.Push("early", static _ =>
        {
            Console.Error.WriteLine("the early resource was released");
            return ValueTask.CompletedTask;
        });
        throw new InvalidOperationException("configuration broke");
    }

    [IsolatedTest]
    public void Cannot_be_configured() => Assert.Fail("must not run");
}
