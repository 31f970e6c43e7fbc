using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace TextAnalytics.Tests;

/// <summary>Every isolated test of the assembly has an index at hand; at the Full layer the workers are those of the sample.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class RealTextWorkersAttribute : Attribute, IConfigureTestServices
{
    // Found once: asking an interpreter where it is starts it.
    private static readonly Lazy<PythonInterpreter?> Python = new(() => PythonInterpreter.Find());

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton(provider => new SessionIndex(provider.GetRequiredService<SessionPool>(), "me"));
        // The plugin's own, which know of the layer and of the test's attribute.
        var options = (PoolOptions)services.Last(each => each.ServiceType == typeof(PoolOptions)).ImplementationInstance!;
        services.AddSingleton(options with { CancelGrace = TextWorkers.CancelGrace });
        // At the lower layers the workers are scripted.
        if (environment.Layer == TestLayer.Full)
            services.AddSingleton<WorkerAdapter>(_ => new ProcessAdapter(Program(environment)));
    }

    // The variables mark the workers as the test's own; the plugin strikes, and looks for, no others.
    private static ProcessAdapterOptions Program(TestEnvironment environment)
    {
        ProcessAdapterOptions program = TextWorkers.Program(
            Python.Value ?? throw new InvalidOperationException("There is no python3 of 3.9 or later on the path. Install Python."));
        return program with
        {
            EnvironmentVariables = program.EnvironmentVariables.Concat(environment.ProcessVariables).ToDictionary(StringComparer.Ordinal),
        };
    }
}
