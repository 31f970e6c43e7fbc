using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>The resources of one test, its own and those it shares. Thread-safe once they were added to the container.</summary>
internal sealed class EnvironmentResources(
    SurroundingAttributes around, TestEnvironment environment, Test test, ResourceScopes scopes)
{
    private readonly AsyncLocal<PlannedResource?> _starting = new();
    private readonly Lock _lock = new();
    private ResourcePlan _plan = ResourcePlan.Empty;
    private ResourceScope? _own;

    /// <summary>Registers each resource, so that whoever asks for one gets it started.</summary>
    /// <exception cref="InvalidOperationException">They can't be had as they are declared.</exception>
    public void AddTo(IServiceCollection services)
    {
        ResourceDeclaration[] ofServices =
            [.. services.Where(static s => s.ServiceType == typeof(ResourceDeclaration)).Select(static s => (ResourceDeclaration)s.ImplementationInstance!)];
        _plan = ofServices.Length == 0 ? around.Plan : ResourcePlan.Of([.. around.Declarations, .. ofServices]);
        if (_plan.Problem is not null)
        {
            throw new InvalidOperationException(_plan.Problem);
        }

        foreach (PlannedResource resource in _plan.Resources)
        {
            services.AddSingleton(resource.Type, _ => Get(resource));
        }
    }

    /// <summary>Starts what the test needs, all at once, and waits for it.</summary>
    /// <exception cref="TestResourceStartException">One could not be started. The others are.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled meanwhile.</exception>
    public void StartNeeded(IMethodInfo method)
    {
        if (_plan.Resources.Count == 0)
        {
            return;
        }

        PlannedResource[] needed = [.. _plan.Resources.Where(r => r.IsStartedUnasked || InjectedParameters.Include(method, r.Type))];
        if (needed.Length > 0)
        {
            Wait(Task.WhenAll(needed.Select(StartAsync)), needed);
        }
    }

    private IAsyncTestResource Get(PlannedResource resource)
    {
        if (_starting.Value is { } starting && resource.Needs(starting))
        {
            throw new InvalidOperationException(
                $"{starting.Name} asks for {resource.Name} while it starts itself, and would wait for it for ever. "
                + $"Let {starting.Type.Name} ask for no service that needs {resource.Type.Name}.");
        }

        return Wait(StartAsync(resource), resource);
    }

    private T Wait<T>(Task<T> start, params PlannedResource[] resources)
    {
        try
        {
            return SynchronousHook.Run(() => start.WaitAsync(environment.CancellationToken));
        }
        catch (OperationCanceledException error) when (!start.IsCompleted)
        {
            string names = string.Join(", ", resources.Select(static r => r.Name));
            throw new OperationCanceledException($"The test was cancelled or ended while it waited for {names} to start.", error, environment.CancellationToken);
        }
    }

    private Task<IAsyncTestResource> StartAsync(PlannedResource resource)
    {
        ResourceLifetime lifetime = resource.Declaration.Lifetime;
        ResourceScope scope = lifetime == ResourceLifetime.Test ? OwnScope() : scopes.Of(lifetime, test);
        return scope.StartAsync(resource, StartAsync, started => _starting.Value = started);
    }

    private ResourceScope OwnScope()
    {
        lock (_lock)
        {
            if (_own is null)
            {
                ResourceScope own = scopes.Create(new TestResourceOwner(environment));
                // Below what it will start: a start that the end of the test cancels has undone itself before the test is over.
                environment.Resources.Push("resources that were still starting", _ => new ValueTask(own.SettleAsync()), LongestSettling());
                _own = own;
            }

            return _own;
        }
    }

    // A cancelled start has some time to return, and then that of a stop to be undone.
    private TimeSpan LongestSettling() =>
        (2 * TestResourceStack.DefaultDeadline) + _plan.Resources.Max(static r => r.Declaration.StopTimeout);
}
