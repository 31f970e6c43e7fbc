using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>The pool is first asked for by a scoped service, and itself needs another one.</summary>
internal sealed class ScopedAdapterSpecimens : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddScoped<WorkerAdapter>(static p =>
            new InMemoryAdapter(context => new ScriptedWorker(context, p.GetRequiredService<WorkerScript>())));
        services.AddScoped(static p => new StrongBox<SessionPool>(p.GetRequiredService<SessionPool>()));
    }

    [IsolatedTest]
    public async Task Scoped_service_takes_the_pool(StrongBox<SessionPool> client) => await client.Value!.ExecuteAnonymousAsync("ping");
}
