namespace Pool.Runtime.Protocol;

/// <summary>A message that a worker sends to its host.</summary>
internal abstract record WorkerMessage
{
    /// <summary>The payload whose blobs follow the message's JSON.</summary>
    internal virtual Payload Carried => Payload.Null;
}
