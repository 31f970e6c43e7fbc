namespace Pool.Runtime.Protocol;

/// <summary>Tells the worker to forget a session's state; has no reply.</summary>
internal sealed record HostEndSession(string Session) : HostMessage;
