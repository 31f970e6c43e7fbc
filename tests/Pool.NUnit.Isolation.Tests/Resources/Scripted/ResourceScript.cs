using System.Collections.Concurrent;

namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

/// <summary>What the resources of one owner do, and what became of them. Found by the owner's id, since nothing else reaches a resource.</summary>
internal sealed class ResourceScript : IDisposable
{
    private static readonly List<Type> Order = [typeof(Root), typeof(Left), typeof(Right), typeof(Top)];
    private static readonly ConcurrentDictionary<string, ResourceScript> All = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> _journal = [];

    public ResourceScript(string ownerId)
    {
        OwnerId = ownerId;
        All[ownerId] = this;
    }

    public string OwnerId { get; }

    public Dictionary<Type, (Behaviour Start, Behaviour Stop)> Behaviours { get; } = [];

    public ImpatientTime Time { get; } = new();

    public IReadOnlyList<string> Journal => [.. _journal];

    public static ResourceScript Of(string ownerId) => All[ownerId];

    /// <summary>The deadline of a start or stop that hangs: no two have the same.</summary>
    public static TimeSpan DeadlineOf(Type type, bool isStart) =>
        TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(Order.IndexOf(type) + (isStart ? 0 : Order.Count));

    public void Note(string line) => _journal.Enqueue(line);

    public void Dispose() => All.TryRemove(OwnerId, out _);
}
