namespace Pool.Runtime.Tests.Model;

/// <summary>A worker as the model sees it. Workers are numbered as they are started, as the pool does.</summary>
internal sealed class ModelWorker
{
    public required int Number { get; init; }

    public required int Generation { get; init; }

    public string Id => $"model-w{Number}";

    public ModelWorkerState State { get; set; } = ModelWorkerState.Starting;

    public long IdleSince { get; set; }

    /// <summary>Commands that it answered in time.</summary>
    public long Answered { get; set; }

    /// <summary>The call whose command it runs.</summary>
    public ModelCall? Running { get; set; }

    /// <summary>Sessions bound to this very worker wait here.</summary>
    public ModelQueue Homebound { get; } = new();

    /// <summary>How many of a session's items it holds.</summary>
    public Dictionary<ModelSession, int> Holds { get; } = [];

    public bool Lives => State is ModelWorkerState.Idle or ModelWorkerState.Busy;
}
