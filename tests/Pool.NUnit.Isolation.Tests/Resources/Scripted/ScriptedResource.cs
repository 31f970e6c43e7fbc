namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

/// <summary>Does what its script says.</summary>
internal abstract class ScriptedResource(params ScriptedResource[] takes) : IAsyncTestResource
{
    private ResourceScript _script = null!;

    public bool HasStarted { get; private set; }

    private string Name => GetType().Name;

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        _script = ResourceScript.Of(context.OwnerId);
        _script.Note($"start {Name}");
        takes.ShouldAllBe(t => t.HasStarted);
        await BehaveAsync(_script.Behaviours.GetValueOrDefault(GetType()).Start, isStart: true);
        HasStarted = true;
        _script.Note($"started {Name}");
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _script.Note($"stop {Name}");
        await BehaveAsync(_script.Behaviours.GetValueOrDefault(GetType()).Stop, isStart: false);
    }

    private Task BehaveAsync(Behaviour behaviour, bool isStart)
    {
        switch (behaviour)
        {
            case Behaviour.Throws:
                throw new InvalidOperationException($"{Name} broke");
            case Behaviour.Hangs:
                _script.Time.End(ResourceScript.DeadlineOf(GetType(), isStart));
                return new TaskCompletionSource().Task;
            default:
                return Task.CompletedTask;
        }
    }
}
