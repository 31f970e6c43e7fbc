using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace TextAnalytics.Tests;

/// <summary>The pool of every isolated test of the assembly has the workers of the sample, and its index is at hand.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class RealTextWorkersAttribute : Attribute, IConfigureTestServices
{
    // Found once: asking an interpreter where it is starts it.
    private static readonly Lazy<PythonInterpreter?> Python = new(() => PythonInterpreter.Find());

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton<WorkerAdapter>(_ => new ProcessAdapter(Program(environment)));
        services.AddSingleton(provider => new SessionIndex(provider.GetRequiredService<SessionPool>(), "me"));
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
