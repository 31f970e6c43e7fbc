namespace Pool.Runtime.Protocol;

/// <summary>
/// Bytes, a message or a value that breaks the wire protocol. The message names lengths, limits and fields, and
/// quotes at most a short excerpt of what the peer sent.
/// </summary>
internal sealed class ProtocolException : Exception
{
    public ProtocolException(ProtocolFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>
    /// Which rule was broken: a received frame (condemns the peer) or a value of our own (refused, stream intact).
    /// </summary>
    public ProtocolFault Fault { get; }

    /// <summary>Bytes of what was too large, where known.</summary>
    public long? Size { get; init; }
}
