using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Pool.Runtime.Adapters;
using Pool.Runtime.Hosting;

namespace Pool.Runtime.Tests.Hosting;

/// <summary>What is missing is said by its name where the container is set up, not where it is used.</summary>
internal sealed class SessionPoolExtensionsArgumentTests
{
    [Test]
    public void Pool_without_an_adapter_section_or_setup_is_refused_at_once()
    {
        var services = new ServiceCollection();

        Refused(() => services.AddSessionPool("one", (Func<IServiceProvider, WorkerAdapter>)null!), "adapter");
        Refused(() => services.AddSessionPool("one", (IConfiguration)null!), "section");
        Refused(() => services.AddSessionPool("one", (SessionPoolSetup)null!), "setup");
        Refused(() => ((IServiceCollection)null!).AddSessionPool("one", new SessionPoolSetup()), "services");
        Should.Throw<ArgumentException>(() => services.AddSessionPool("", new SessionPoolSetup())).ParamName.ShouldBe("name");
        services.ShouldBeEmpty();
    }

    [Test]
    public async Task Missing_container_is_named() =>
        (await Should.ThrowAsync<ArgumentNullException>(() => ((IServiceProvider)null!).StartSessionPoolsAsync())).ParamName.ShouldBe("services");

    [Test]
    public void Health_check_without_a_builder_or_a_pool_is_refused_at_once()
    {
        Refused(() => ((IHealthChecksBuilder)null!).AddSessionPool("one"), "builder");
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddHealthChecks().AddSessionPool("")).ParamName.ShouldBe("poolName");
    }

    [Test]
    public async Task Health_check_has_the_name_it_was_given()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddSessionPool("one", "mine");
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.ShouldHaveSingleItem().Name.ShouldBe("mine");
    }

    private static void Refused(Action act, string parameter) => Should.Throw<ArgumentNullException>(act).ParamName.ShouldBe(parameter);
}
