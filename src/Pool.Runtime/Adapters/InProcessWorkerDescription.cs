namespace Pool.Runtime.Adapters;

/// <summary>What an in-process worker says of itself in its hello.</summary>
/// <param name="Name">Name of the worker, for people.</param>
/// <param name="Commands">Its commands and their kinds.</param>
public sealed record InProcessWorkerDescription(string Name, IReadOnlyDictionary<string, CommandKind> Commands);
