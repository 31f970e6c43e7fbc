namespace Pool.Runtime.Protocol;

/// <summary>
/// The first frame to a worker: protocol versions that the host speaks, and the largest frame that it takes.
/// </summary>
internal sealed record HostHello(int MinVersion, int MaxVersion, string WorkerId, int MaxFrameBytes) : HostMessage
{
    /// <summary>Lowest level of the log entries that the host wants; null when it wants none.</summary>
    public WireLogLevel? LogLevel { get; init; }
}
