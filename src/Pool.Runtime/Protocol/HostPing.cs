namespace Pool.Runtime.Protocol;

/// <summary>Asks for a pong of the same id; proves that the worker reads and answers.</summary>
internal sealed record HostPing(long Id) : HostMessage;
