namespace Pool.Runtime.Protocol;

/// <summary>Puts a state in the place of whatever the session had; answered like a request.</summary>
internal sealed record HostRestore(long Id, string Session, Payload State) : HostMessage
{
    /// <summary>The most bytes that its frame takes beside the state: every character of the name may be written as \uXXXX.</summary>
    public static int MostAround(string session) => 128 + (6 * session.Length);

    internal override Payload Carried => State;
}
