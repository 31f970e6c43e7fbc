using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>What a resource lives for.</summary>
internal abstract class ResourceOwner(ResourceLifetime lifetime, string name)
{
    public ResourceLifetime Lifetime => lifetime;

    /// <summary>Of the test, fixture, assembly or run.</summary>
    public string Name => name;

    /// <summary>The life in words.</summary>
    public string Description => lifetime == ResourceLifetime.Run ? "the run" : $"the {lifetime.ToString().ToLowerInvariant()} {name}";

    public abstract string Id { get; }

    /// <summary>Null when it is no test.</summary>
    public abstract TestEnvironment? Environment { get; }

    public abstract string TempDirectory { get; }

    public abstract ProcessTag Tag { get; }

    /// <summary>Where the stop of what was started is put.</summary>
    public abstract TestResourceStack Stack { get; }

    /// <summary>Cancelled when it ends.</summary>
    public abstract CancellationToken Ending { get; }

    /// <summary>Begins work on its behalf, on another thread.</summary>
    public abstract Task<T> Run<T>(Func<Task<T>> work);
}
