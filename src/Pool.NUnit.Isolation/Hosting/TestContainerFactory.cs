using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Monitoring;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Resilience;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>Builds the container of one test: the plugin's services, then the user's, then disposal by the resource stack.</summary>
internal static class TestContainerFactory
{
    public static TestContainer Create(
        TestEnvironment environment,
        PoolOptions options,
        IsolationRun run,
        TextWriter output,
        IEnumerable<IConfigureTestServices> users,
        EnvironmentResources resources)
    {
        ServiceCollection services = new();
        AddOwn(services, environment, options, run, output);
        ServiceDescriptor[] own = [.. services];
        foreach (IConfigureTestServices user in users)
        {
            user.ConfigureServices(services, environment);
        }

        TrackedServices tracked = new(services, services.Except(own).ToHashSet(), environment.Resources);
        // Not tracked: pools put themselves onto the stack, with a longer deadline.
        services.TryAddSingleton(_ => environment.Pool);
        resources.AddTo(services);
        ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        IServiceProvider scope = tracked.CreateTestScope(provider);
        EnvironmentPools pools = new(environment, scope);
        TestContainer container = new(scope, pools);
        environment.Attach(container);
        return container;
    }

    /// <summary>The plugin's own services, as they come: nobody releases what they hold.</summary>
    public static void AddOwn(
        ServiceCollection services, TestEnvironment environment, PoolOptions options, IsolationRun run, TextWriter output)
    {
        TestIdentity identity = environment.Identity;
        services.AddSingleton(environment);
        services.AddSingleton(environment.Resources);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new TestProcesses(run.Processes, identity.Tag));
        services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddProvider(new TestOutputLoggerProvider(output, identity.TestId)));
        services.TryAddSingleton<PoolRegistry>();
        services.AddSingleton(p => new CircuitBreaker(
            new CircuitBreakerOptions(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<PoolOptions>().Name));
        services.AddSingleton(p => new ErrorOrchestrator(
            new ErrorOrchestratorOptions(), p.GetRequiredService<TimeProvider>(), environment.CreateRandom("error orchestrator").Next()));
        services.AddSingleton<WorkerScript>();
        services.AddSingleton<ScriptedFleet>();
        services.AddSingleton(p => LayerAdapters.Create(
            identity.Layer, p.GetRequiredService<ScriptedFleet>(), run.WorkerCommand, identity.Tag, () => run.WorkerHost));
        // Faults happen in real time, whatever the test's clock says.
        services.AddSingleton(p => environment.Faults = new FaultInjector(
            p.GetRequiredService<SessionPool>(),
            p.GetRequiredService<PoolOptions>().Size,
            p.GetRequiredService<ScriptedFleet>(),
            p.GetRequiredService<TestProcesses>(),
            environment.CreateRandom("faults"),
            run.Clock));
        services.AddSingleton(p => new FaultScenarios(
            p.GetRequiredService<FaultInjector>(), p.GetRequiredService<SessionPool>(), run.Clock));
        services.AddSingleton(p => new PoolMonitor(p.GetRequiredService<SessionPool>(), p.GetRequiredService<TimeProvider>()));
    }
}
