namespace Pool.Runtime.Protocol;

/// <summary>One piece of a streamed answer; the final result or error follows.</summary>
internal sealed record WorkerChunk(long Id, Payload Value) : WorkerMessage
{
    internal override Payload Carried => Value;
}
