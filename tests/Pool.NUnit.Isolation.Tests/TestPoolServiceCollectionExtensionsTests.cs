using Microsoft.Extensions.DependencyInjection;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Tests;

internal sealed class TestPoolServiceCollectionExtensionsTests
{
    [Test]
    public void Code_changes_what_it_names_and_leaves_the_rest()
    {
        IServiceCollection services = new ServiceCollection().AddSingleton(new PoolOptions { Name = "n", Size = 3 });
        services.ConfigureTestPool(static options => options with { MaxQueue = 5 })
            .ConfigureTestPool(static options => options with { MaxOverflow = 2 });
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetServices<PoolOptions>().ShouldHaveSingleItem().ShouldBe(new PoolOptions { Name = "n", Size = 3, MaxQueue = 5, MaxOverflow = 2 });
    }

    [Test]
    public void There_must_be_options_to_start_from()
    {
        Should.Throw<InvalidOperationException>(static () => new ServiceCollection().ConfigureTestPool(static options => options))
            .Message.ShouldContain("found no PoolOptions object");
        Should.Throw<InvalidOperationException>(
            static () => new ServiceCollection().AddSingleton(static _ => new PoolOptions()).ConfigureTestPool(static options => options));
        Should.Throw<InvalidOperationException>(
            static () => new ServiceCollection().AddSingleton(new PoolOptions()).ConfigureTestPool(static _ => null!)).Message.ShouldContain("returned null");
    }
}
