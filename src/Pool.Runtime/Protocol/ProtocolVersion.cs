namespace Pool.Runtime.Protocol;

/// <summary>Versions of the wire protocol that this build speaks.</summary>
internal static class ProtocolVersion
{
    public const int Lowest = 1;

    public const int Current = 1;
}
