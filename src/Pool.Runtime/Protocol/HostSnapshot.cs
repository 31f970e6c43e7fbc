namespace Pool.Runtime.Protocol;

/// <summary>Asks for a session's state, which a <see cref="HostRestore"/> takes; answered like a request.</summary>
internal sealed record HostSnapshot(long Id, string Session) : HostMessage;
