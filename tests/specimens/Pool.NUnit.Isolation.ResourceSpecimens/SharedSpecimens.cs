using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Tests that run at the same time and share.</summary>
internal sealed class SharedSpecimens : IConfigureTestServices
{
    private static readonly ConcurrentDictionary<Guid, int> Seen = new();

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment) =>
        services.AddSingleton(static p => new Client(p.GetRequiredService<AssemblyServer>()));

    [IsolatedTest]
    public void Shares([Range(1, 20)] int number)
    {
        AssemblyServer server = TestEnvironment.Current!.Services.GetRequiredService<AssemblyServer>();
        server.IsRunning.ShouldBeTrue();
        server.Server.IsRunning.ShouldBeTrue();
        Seen.AddOrUpdate(server.Id, number, (_, _) => number);
        Seen.Count.ShouldBe(1);
    }

    [IsolatedTest]
    public void Reaches_it_by_a_service(Client client) => client.Resource.IsRunning.ShouldBeTrue();

    [IsolatedTest]
    public void Uses_what_will_not_stop(BrokenStop broken, HangingStop hanging, ForgottenProcess process)
    {
        broken.IsRunning.ShouldBeTrue();
        hanging.IsRunning.ShouldBeTrue();
        process.ProcessId.ShouldBeGreaterThan(0);
    }
}
