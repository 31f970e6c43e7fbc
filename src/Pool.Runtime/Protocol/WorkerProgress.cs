namespace Pool.Runtime.Protocol;

/// <summary>News of a command that still runs; the final result or error follows.</summary>
internal sealed record WorkerProgress(long Id, Payload Value) : WorkerMessage
{
    internal override Payload Carried => Value;
}
