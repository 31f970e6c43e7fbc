using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Tests that must fail, each in its own way.</summary>
internal sealed class FailingSpecimens : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        if (environment.TestName.Contains("in_a_circle", StringComparison.Ordinal))
        {
            services.AddTestResource<AsksForItself>().AddSingleton(static p => new Client(p.GetRequiredService<AsksForItself>()));
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [IsolatedTest]
    public void Needs_what_does_not_start(int number, BrokenStart? server = null) => Assert.Fail($"must not run: {number} {server?.Id}");

    [IsolatedTest]
    [UseResource<TestDatabase>]
    [UseResource<HangingStart>(StartTimeoutMs = 100)]
    public void Half_started() => Assert.Fail("must not run");

    [IsolatedTest]
    [UseResource<HangingStart>]
    [CancelAfter(3_000)]
    public void Cancelled_while_starting(CancellationToken token) => Assert.Fail($"must not run: {token.CanBeCanceled}");

    [IsolatedTest]
    [UseResource<HangingStop>(StopTimeoutMs = 50)]
    [UseResource<BrokenStop>]
    public void Does_not_stop() => Assert.Fail("own message");

    [IsolatedTest]
    [UseResource<FixtureServer>(ResourceLifetime.Run)]
    public void Lifetime_in_the_wrong_place() => Assert.Fail("must not run");

    [IsolatedTest]
    public void Asks_in_a_circle() => Assert.Fail("must not run");

    [IsolatedTest]
    public void Has_no_container(AsksForServices server) => Assert.Fail($"must not run: {server.Id}");
}
