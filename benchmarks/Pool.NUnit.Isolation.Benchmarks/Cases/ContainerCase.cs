using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;
using Pool.Benchmarking.Measuring;
using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Resilience;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>
/// A test's container with its services, built, asked for the services that cost no pool, and disposed of; the same services in a
/// container as it comes. The time is the median of many short stretches, most of which nobody interrupts.
/// </summary>
internal static class ContainerCase
{
    public const string Plugin = "plugin";
    public const string Bare = "bare";

    private const int Stretches = 200;
    private const int Count = 50;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string kind)
    {
        IsolationRun run = IsolationRun.Current;
        Func<Task> once = kind == Plugin ? () => PluginAsync(run) : () => BareAsync(run);
        for (int i = 0; i < Stretches * Count / 10; i++)
        {
            await once();
        }

        double[] times = new double[Stretches];
        for (int i = 0; i < Stretches; i++)
        {
            long from = TimeProvider.System.GetTimestamp();
            for (int j = 0; j < Count; j++)
            {
                await once();
            }

            times[i] = TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / Count;
        }

        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.Nanoseconds] = Statistics.Median(times) };
    }

    private static async Task PluginAsync(IsolationRun run)
    {
        TestEnvironment environment = Environment(run);
        TestContainer container = TestContainerFactory.Create(environment, Options, run, TextWriter.Null, [], NoResources(environment, run));
        Use(container.Services);
        await environment.Resources.ReleaseAllAsync();
    }

    private static async Task BareAsync(IsolationRun run)
    {
        TestEnvironment environment = Environment(run);
        ServiceCollection services = new();
        TestContainerFactory.AddOwn(services, environment, Options, run, TextWriter.Null);
        await using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        Use(scope.ServiceProvider);
    }

    private static PoolOptions Options { get; } = new() { Name = "bench", Size = 1 };

    private static TestEnvironment Environment(IsolationRun run)
    {
        string id = run.NextTestId();
        return new TestEnvironment(
            new TestIdentity(id, "Bench.Test", "Test", TestLayer.Mock, run.Seed, 1, new ProcessTag(run.Id, id)),
            run.Settings.Teardown,
            CancellationToken.None);
    }

    private static EnvironmentResources NoResources(TestEnvironment environment, IsolationRun run) =>
        new(new SurroundingAttributes([], [], []), environment, new TestSuite("bench"), run.Resources);

    private static void Use(IServiceProvider services)
    {
        services.GetRequiredService<TestEnvironment>();
        services.GetRequiredService<TimeProvider>();
        services.GetRequiredService<PoolRegistry>();
        services.GetRequiredService<CircuitBreaker>();
        services.GetRequiredService<ErrorOrchestrator>();
        services.GetRequiredService<WorkerScript>();
        services.GetRequiredService<WorkerAdapter>();
        services.GetRequiredService<PoolOptions>();
    }
}
