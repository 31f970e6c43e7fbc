namespace Pool.Runtime.Adapters;

/// <summary>What an in-process worker says of itself in its hello.</summary>
/// <param name="Name">Name of the worker, for people.</param>
/// <param name="Commands">Its commands and their kinds.</param>
public sealed record InProcessWorkerDescription(string Name, IReadOnlyDictionary<string, CommandKind> Commands)
{
    /// <summary>
    /// Whether its commands heed <see cref="InProcessRequest.Cancelled"/>. Default false: the pool then replaces the worker
    /// when a caller gives up.
    /// </summary>
    public bool ObservesCancellation { get; init; }

    /// <summary>
    /// Whether <see cref="IInProcessWorker.CaptureSession"/> and <see cref="IInProcessWorker.RestoreSession"/> work. Default
    /// false.
    /// </summary>
    public bool GivesSnapshots { get; init; }
}
