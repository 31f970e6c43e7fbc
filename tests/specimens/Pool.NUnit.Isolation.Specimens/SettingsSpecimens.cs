using Microsoft.Extensions.DependencyInjection;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>What settings of all places become. They tell their options; the tests that run them know what was set.</summary>
[IsolatedTest(Layer = TestLayer.Bridge)]
internal sealed class SettingsSpecimens : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment) =>
        services.ConfigureTestPool(static options => options with { MaxRestarts = 77 });

    [IsolatedTest(PoolSize = 1)]
    public void Tells_its_options(PoolOptions options, SessionPool pool) => TestContext.Out.WriteLine(
        $"options: file {options.MaxQueue}, parameter {options.QueueTimeout.TotalMilliseconds}, variable {options.StartTimeout.TotalMilliseconds}, "
        + $"attribute {pool.GetStats().Workers.Count}, code {options.MaxRestarts}");

    [Test]
    public void Isolated_by_the_fixture() => TestEnvironment.Current!.Layer.ShouldBe(TestLayer.Bridge);

    [IsolatedTest(PoolSize = 10_001)]
    public void Asks_for_too_many_workers() => Assert.Fail("must not run");
}
