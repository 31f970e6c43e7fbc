namespace Pool.Runtime.Protocol;

/// <summary>The answer to a ping.</summary>
internal sealed record WorkerPong(long Id) : WorkerMessage;
