namespace Pool.Runtime.Protocol;

/// <summary>Puts a state in the place of whatever the session had; answered like a request.</summary>
internal sealed record HostRestore(long Id, string Session, Payload State) : HostMessage
{
    internal override Payload Carried => State;
}
