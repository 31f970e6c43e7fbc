using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>A fixture, an assembly or the run.</summary>
internal sealed class SharedResourceOwner : ResourceOwner, IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TemporaryDirectory _temporary;

    public SharedResourceOwner(ResourceLifetime lifetime, string name, TestIdentity identity, TimeProvider clock)
        : base(lifetime, name)
    {
        Id = identity.TestId;
        Tag = identity.Tag;
        Stack = new TestResourceStack(clock);
        // Kept, since the source gives it no longer once it is disposed.
        Ending = _ending.Token;
        // At the bottom: everything else may still use the directory while it is stopped.
        _temporary = new TemporaryDirectory(identity);
        Stack.Push("temporary directory", _temporary.DeleteAsync);
    }

    public override string Id { get; }

    public override TestEnvironment? Environment => null;

    public override string TempDirectory => _temporary.Path;

    public override ProcessTag Tag { get; }

    public override TestResourceStack Stack { get; }

    public override CancellationToken Ending { get; }

    // Of the test that happens to be first it takes nothing along: neither its output nor the blame for what runs on.
    public override Task<T> Run<T>(Func<Task<T>> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(work, CancellationToken.None);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work, CancellationToken.None);
        }
    }

    public Task CancelAsync() => _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();
}
