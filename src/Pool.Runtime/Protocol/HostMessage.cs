namespace Pool.Runtime.Protocol;

/// <summary>A message that a host sends to a worker.</summary>
internal abstract record HostMessage
{
    /// <summary>The payload whose blobs follow the message's JSON.</summary>
    internal virtual Payload Carried => Payload.Null;
}
