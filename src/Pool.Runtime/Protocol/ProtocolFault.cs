namespace Pool.Runtime.Protocol;

/// <summary>What kind of rule of the wire protocol was broken, and so who has to act.</summary>
internal enum ProtocolFault
{
    /// <summary>The peer sent bytes that are no frame or no known message.</summary>
    Malformed,

    /// <summary>The peer's stream ended inside a frame.</summary>
    Truncated,

    /// <summary>A frame is larger than its receiver takes; on the sending side nothing was written.</summary>
    TooLarge,

    /// <summary>Our own side was given a value that the wire format can't carry; nothing was written.</summary>
    Unsendable,

    /// <summary>The value arrived whole, but is not of the type that the reader asked for.</summary>
    Unreadable,
}
