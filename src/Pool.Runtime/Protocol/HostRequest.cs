namespace Pool.Runtime.Protocol;

/// <summary>
/// Runs one command. <paramref name="DeadlineMs"/> is what is left of the caller's time when the frame is written.
/// </summary>
internal sealed record HostRequest(
    long Id, string Command, Payload Args, string? Session, long? DeadlineMs, string? TraceParent) : HostMessage
{
    /// <summary>How many chunks may be sent before a <see cref="HostCredit"/> grants more; null for no limit.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// Whether the next request goes out with this one and its answer is waited for just the same, so that the worker
    /// may write both answers at once.
    /// </summary>
    public bool More { get; init; }

    internal override Payload Carried => Args;
}
