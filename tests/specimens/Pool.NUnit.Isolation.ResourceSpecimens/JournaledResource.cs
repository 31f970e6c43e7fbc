namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Notes its start and its stop.</summary>
internal abstract class JournaledResource : IAsyncTestResource
{
    private string _owner = "nobody";

    public Guid Id { get; } = Guid.NewGuid();

    public bool IsRunning { get; private set; }

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        _owner = context.Owner;
        Journal.Note($"start {GetType().Name} of {_owner}");
        await OnStartAsync(context, cancellationToken);
        IsRunning = true;
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        Journal.Note($"stop {GetType().Name} of {_owner}");
        await OnStopAsync(cancellationToken);
    }

    protected virtual ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    protected virtual ValueTask OnStopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
