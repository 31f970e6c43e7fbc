namespace Pool.NUnit.Isolation.Resources;

/// <summary>The resources of one owner, each started once. Thread-safe.</summary>
internal sealed class ResourceScope
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, Task<IAsyncTestResource>> _starts = [];
    private readonly TestResourceContext _context;
    private readonly TimeProvider _clock;
    private TimeSpan _stopTime = TestResourceStack.DefaultBudget;

    public ResourceScope(ResourceOwner owner, ResourceProcesses processes, TimeProvider clock)
    {
        Owner = owner;
        _context = new TestResourceContext(owner, processes);
        _clock = clock;
    }

    public ResourceOwner Owner { get; }

    /// <summary>How long all stops together may take: each its own time, and something for the rest.</summary>
    public TimeSpan StopTime
    {
        get
        {
            lock (_lock)
            {
                return _stopTime;
            }
        }
    }

    /// <summary>Starts the resource, or gives the start that there is already.</summary>
    /// <param name="resource">One that lives for this owner.</param>
    /// <param name="other">Gives a resource that this one takes, started.</param>
    /// <param name="begin">Called before the resource's own code is.</param>
    public Task<IAsyncTestResource> StartAsync(
        PlannedResource resource, Func<PlannedResource, Task<IAsyncTestResource>> other, Action<PlannedResource> begin)
    {
        lock (_lock)
        {
            if (!_starts.TryGetValue(resource.Type, out Task<IAsyncTestResource>? start))
            {
                // Only begun under the lock; it goes on elsewhere.
                start = Owner.Run(() => new ResourceStart(resource, Owner, _context, _clock).RunAsync(other, () => begin(resource)));
                _starts.Add(resource.Type, start);
                _stopTime += resource.Declaration.StopTimeout;
            }

            return start;
        }
    }

    /// <summary>Waits for every start to end, well or not. Each has a deadline.</summary>
    public async Task SettleAsync()
    {
        Task[] starts;
        lock (_lock)
        {
            starts = [.. _starts.Values];
        }

        foreach (Task start in starts)
        {
            await Task.WhenAny(start);
        }
    }
}
