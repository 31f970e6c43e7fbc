namespace Pool.Runtime.Protocol;

/// <summary>Lets the worker send so many more chunks of a request that has a window. Has no reply.</summary>
internal sealed record HostCredit(long Id, int Chunks) : HostMessage;
