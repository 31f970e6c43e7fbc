namespace Pool.Runtime.Tests.Model;

/// <summary>A session as the model sees it.</summary>
internal sealed class ModelSession
{
    public required string Id { get; init; }

    public bool TurnTaken { get; set; }

    public ModelQueue Turn { get; } = new();

    public ModelWorker? Worker { get; set; }

    /// <summary>The items that were appended and not forgotten.</summary>
    public List<int> Items { get; set; } = [];
}
